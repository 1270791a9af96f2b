"""The sequences of calls that infrastructure tools make in a table's life: Terraform's AWS provider,
and CloudFormation as CDK drives it. What the installed SDK does not know yet is sent as plain JSON."""

import json
import time
import unittest
import uuid

from botocore.exceptions import ClientError

from support import administrate, attributes, client, index, key_schema, raw


class Infrastructure(unittest.TestCase):
    def setUp(self):
        self.name = f"{self.id().rsplit('.', 1)[1]}-{uuid.uuid4().hex[:8]}"

    def wait_until_active(self):
        client.get_waiter("table_exists").wait(TableName=self.name, WaiterConfig={"Delay": 1})

    def wait_until_gone(self):
        client.get_waiter("table_not_exists").wait(TableName=self.name, WaiterConfig={"Delay": 1})

    def wait_for_time_to_live(self, status):
        for _ in range(100):
            answer = client.describe_time_to_live(TableName=self.name)["TimeToLiveDescription"]
            if answer["TimeToLiveStatus"] == status:
                return answer
            time.sleep(0.1)
        self.fail(f"time to live did not become {status}")

    def recovery(self):
        answer = client.describe_continuous_backups(TableName=self.name)
        backups = answer["ContinuousBackupsDescription"]
        self.assertEqual(backups["ContinuousBackupsStatus"], "ENABLED")
        return backups["PointInTimeRecoveryDescription"]

    def tags(self, arn):
        tags = client.list_tags_of_resource(ResourceArn=arn)["Tags"]
        return {tag["Key"]: tag["Value"] for tag in tags}

    def refresh(self):
        """What Terraform reads at each plan."""
        table = client.describe_table(TableName=self.name)["Table"]
        return (table, self.recovery(), client.describe_time_to_live(TableName=self.name),
                self.tags(table["TableArn"]))

    def test_terraform_table(self):
        # terraform apply: aws_dynamodb_table with an index, a stream, TTL, PITR, SSE and tags.
        created = client.create_table(
            TableName=self.name, BillingMode="PROVISIONED",
            ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
            AttributeDefinitions=attributes(UserId="S", GameTitle="S", TopScore="N"),
            KeySchema=key_schema("UserId", "GameTitle"),
            GlobalSecondaryIndexes=[{
                **index("GameTitleIndex", "GameTitle", "TopScore"),
                "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["Wins"]},
                "ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}}],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
            SSESpecification={"Enabled": True, "SSEType": "KMS"},
            TableClass="STANDARD",
            Tags=[{"Key": "Name", "Value": "scores"}])["TableDescription"]
        self.assertEqual(created["TableStatus"], "CREATING")
        self.wait_until_active()
        client.update_continuous_backups(
            TableName=self.name,
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
        client.update_time_to_live(TableName=self.name, TimeToLiveSpecification={
            "Enabled": True, "AttributeName": "Expires"})
        self.wait_for_time_to_live("ENABLED")

        table, recovery, time_to_live, tags = self.refresh()
        self.assertEqual(table["TableStatus"], "ACTIVE")
        self.assertEqual(table["ProvisionedThroughput"]["ReadCapacityUnits"], 5)
        self.assertEqual(table["GlobalSecondaryIndexes"][0]["IndexStatus"], "ACTIVE")
        self.assertEqual(table["StreamSpecification"]["StreamViewType"], "NEW_AND_OLD_IMAGES")
        self.assertIn("/stream/", table["LatestStreamArn"])
        self.assertEqual(table["SSEDescription"]["Status"], "ENABLED")
        self.assertEqual(table["SSEDescription"]["SSEType"], "KMS")
        self.assertTrue(table["SSEDescription"]["KMSMasterKeyArn"].startswith("arn:aws:kms:"))
        self.assertEqual(recovery["PointInTimeRecoveryStatus"], "ENABLED")
        self.assertLessEqual(recovery["EarliestRestorableDateTime"],
                             recovery["LatestRestorableDateTime"])
        self.assertEqual(time_to_live["TimeToLiveDescription"]["AttributeName"], "Expires")
        self.assertEqual(tags, {"Name": "scores"})

        # A changed plan: on demand, another class, protected, other tags.
        client.update_table(TableName=self.name, BillingMode="PAY_PER_REQUEST")
        self.wait_until_active()
        client.update_table(TableName=self.name, TableClass="STANDARD_INFREQUENT_ACCESS")
        self.wait_until_active()
        raw("UpdateTable", TableName=self.name, DeletionProtectionEnabled=True)
        self.wait_until_active()
        client.untag_resource(ResourceArn=table["TableArn"], TagKeys=["Name"])
        client.tag_resource(ResourceArn=table["TableArn"], Tags=[{"Key": "Team", "Value": "a"}])
        table, _, _, tags = self.refresh()
        self.assertEqual(table["BillingModeSummary"]["BillingMode"], "PAY_PER_REQUEST")
        self.assertIn("LastUpdateToPayPerRequestDateTime", table["BillingModeSummary"])
        self.assertEqual(table["TableClassSummary"]["TableClass"], "STANDARD_INFREQUENT_ACCESS")
        self.assertEqual(tags, {"Team": "a"})
        self.assertTrue(raw("DescribeTable", TableName=self.name)["Table"]
                        ["DeletionProtectionEnabled"])

        # terraform destroy
        with self.assertRaises(ClientError):
            client.delete_table(TableName=self.name)
        raw("UpdateTable", TableName=self.name, DeletionProtectionEnabled=False)
        deleted = client.delete_table(TableName=self.name)["TableDescription"]
        self.assertEqual(deleted["TableStatus"], "DELETING")
        self.wait_until_gone()
        with self.assertRaises(client.exceptions.ResourceNotFoundException):
            client.describe_table(TableName=self.name)

    def test_terraform_index_is_added_and_removed(self):
        client.create_table(TableName=self.name, BillingMode="PAY_PER_REQUEST",
                            AttributeDefinitions=attributes(pk="S"), KeySchema=key_schema("pk"))
        self.wait_until_active()
        client.update_table(TableName=self.name, AttributeDefinitions=attributes(pk="S", day="S"),
                            GlobalSecondaryIndexUpdates=[{"Create": index("by-day", "day")}])
        for _ in range(100):
            table = client.describe_table(TableName=self.name)["Table"]
            if table["GlobalSecondaryIndexes"][0]["IndexStatus"] == "ACTIVE":
                break
            time.sleep(0.1)
        self.assertEqual(table["GlobalSecondaryIndexes"][0]["IndexStatus"], "ACTIVE")
        client.update_table(TableName=self.name,
                            GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "by-day"}}])
        self.wait_until_active()
        client.delete_table(TableName=self.name)
        self.wait_until_gone()

    def test_cdk_table_and_its_settings(self):
        # AWS::DynamoDB::Table with contributor insights, a resource policy and a Kinesis stream.
        self.assertNotIn("__type", raw(
            "CreateTable", TableName=self.name, BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=attributes(pk="S", day="S"), KeySchema=key_schema("pk"),
            GlobalSecondaryIndexes=[index("by-day", "day")],
            OnDemandThroughput={"MaxReadRequestUnits": 100, "MaxWriteRequestUnits": 50},
            DeletionProtectionEnabled=False,
            Tags=[{"Key": "Stack", "Value": "notes"}]))
        self.wait_until_active()
        table = raw("DescribeTable", TableName=self.name)["Table"]
        self.assertEqual(table["OnDemandThroughput"],
                         {"MaxReadRequestUnits": 100, "MaxWriteRequestUnits": 50})
        self.assertEqual(table["WarmThroughput"]["Status"], "ACTIVE")
        self.assertEqual(table["WarmThroughput"]["ReadUnitsPerSecond"], 12000)
        self.assertFalse(table["DeletionProtectionEnabled"])
        self.assertEqual(self.recovery()["PointInTimeRecoveryStatus"], "DISABLED")

        for place in ({}, {"IndexName": "by-day"}):
            answer = client.update_contributor_insights(
                TableName=self.name, ContributorInsightsAction="ENABLE", **place)
            self.assertEqual(answer["ContributorInsightsStatus"], "ENABLING")
            answer = client.describe_contributor_insights(TableName=self.name, **place)
            self.assertEqual(answer["ContributorInsightsStatus"], "ENABLED")
            self.assertTrue(answer["ContributorInsightsRuleList"])
        client.put_item(TableName=self.name, Item={"pk": {"S": "a"}, "day": {"S": "monday"}})
        for place, label, key in (("", "pk", "a"), ("&index=by-day", "day", "monday")):
            report = administrate(f"contributor-insights?table={self.name}{place}")
            if report is None:
                continue  # The server has no administrative path.
            top = report["Reports"][0]
            self.assertRegex(top["RuleName"], "^DynamoDBContributorInsights-PKC-")
            self.assertEqual(top["KeyLabels"], [label])
            self.assertEqual(top["Contributors"],
                             [{"Keys": [key], "ApproximateAggregateValue": 3.0}])
        listed = client.list_contributor_insights(TableName=self.name)
        self.assertEqual(len(listed["ContributorInsightsSummaries"]), 2)

        arn = table["TableArn"]
        policy = json.dumps({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "dynamodb:GetItem",
            "Resource": arn}]})
        revision = raw("PutResourcePolicy", ResourceArn=arn, Policy=policy)["RevisionId"]
        self.assertEqual(raw("GetResourcePolicy", ResourceArn=arn),
                         {"Policy": policy, "RevisionId": revision})
        self.assertEqual(raw("DeleteResourcePolicy", ResourceArn=arn)["RevisionId"], revision)
        self.assertIn("PolicyNotFoundException",
                      raw("GetResourcePolicy", ResourceArn=arn)["__type"])

        stream = {"TableName": self.name,
                  "StreamArn": "arn:aws:kinesis:us-east-1:000000000000:stream/changes"}
        self.assertEqual(client.enable_kinesis_streaming_destination(**stream)["DestinationStatus"],
                         "ENABLING")
        destination = client.describe_kinesis_streaming_destination(TableName=self.name)
        self.assertEqual(
            destination["KinesisDataStreamDestinations"][0]["DestinationStatus"], "ACTIVE")
        self.assertEqual(
            raw("UpdateKinesisStreamingDestination", **stream, UpdateKinesisStreamingConfiguration={
                "ApproximateCreationDateTimePrecision": "MICROSECOND"})["DestinationStatus"],
            "UPDATING")
        self.assertEqual(
            client.disable_kinesis_streaming_destination(**stream)["DestinationStatus"],
            "DISABLING")

        client.delete_table(TableName=self.name)
        self.wait_until_gone()
        with self.assertRaises(ClientError) as raised:
            client.list_tags_of_resource(ResourceArn=arn)
        self.assertEqual(raised.exception.response["Error"]["Message"],
                         f"Requested resource not found: ResourcArn: {arn} not found")


if __name__ == "__main__":
    unittest.main()
