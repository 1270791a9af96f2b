"""TransactWriteItems and TransactGetItems."""

import unittest
import uuid

from support import TableTest, client, native, wire


class Transactions(TableTest):
    def put_action(self, sk, **more):
        return {"Put": {"TableName": self.name, "Item": wire({"pk": "t", "sk": sk, **more})}}

    def count_action(self, sk):
        return {"Update": {"TableName": self.name, "Key": wire({"pk": "t", "sk": sk}),
                           "UpdateExpression": "ADD #n :one",
                           "ExpressionAttributeNames": {"#n": "n"},
                           "ExpressionAttributeValues": wire({":one": 1})}}

    def test_all_of_it(self):
        self.put(pk="t", sk="remove")
        self.put(pk="t", sk="check", ok=True)
        key = wire({"pk": "t", "sk": "remove"})
        client.transact_write_items(TransactItems=[
            self.put_action("put", a=1), self.count_action("count"),
            {"Delete": {"TableName": self.name, "Key": key}},
            {"ConditionCheck": {"TableName": self.name, "Key": wire({"pk": "t", "sk": "check"}),
                                "ConditionExpression": "ok = :yes",
                                "ExpressionAttributeValues": wire({":yes": True})}}])
        answer = client.transact_get_items(TransactItems=[
            {"Get": {"TableName": self.name, "Key": wire({"pk": "t", "sk": sk})}}
            for sk in ("count", "remove", "put")])
        self.assertEqual([native(found["Item"]) if "Item" in found else None
                          for found in answer["Responses"]],
                         [{"pk": "t", "sk": "count", "n": 1}, None,
                          {"pk": "t", "sk": "put", "a": 1}])

    def test_or_none_of_it_and_the_reasons_why(self):
        self.put(pk="t", sk="taken", n=1)
        guarded = self.put_action("taken", n=2)
        guarded["Put"]["ConditionExpression"] = "attribute_not_exists(pk)"
        guarded["Put"]["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        answer = self.refused("TransactionCanceledException", client.transact_write_items,
                              TransactItems=[self.put_action("never"), guarded])
        self.assertEqual(answer["Error"]["Message"],
                         "Transaction cancelled, please refer cancellation reasons for specific "
                         "reasons [None, ConditionalCheckFailed]")
        none, failed = answer["CancellationReasons"]
        self.assertEqual(none, {"Code": "None"})
        self.assertEqual(failed["Code"], "ConditionalCheckFailed")
        self.assertEqual(failed["Message"], "The conditional request failed")
        self.assertEqual(native(failed["Item"]), {"pk": "t", "sk": "taken", "n": 1})
        self.assertIsNone(self.get("t", "never"))

    def test_a_token_counts_once(self):
        token = uuid.uuid4().hex
        for _ in range(3):
            client.transact_write_items(ClientRequestToken=token,
                                        TransactItems=[self.count_action("once")])
        self.assertEqual(self.get("t", "once")["n"], 1)
        self.refused("IdempotentParameterMismatchException", client.transact_write_items,
                     ClientRequestToken=token, TransactItems=[self.count_action("other")])

    def test_one_item_twice_is_refused(self):
        answer = self.refused("ValidationException", client.transact_write_items,
                              TransactItems=[self.put_action("twice"), self.count_action("twice")])
        self.assertEqual(answer["Error"]["Message"],
                         "Transaction request cannot include multiple operations on one item")

    def test_a_hundred_actions(self):
        client.transact_write_items(
            TransactItems=[self.put_action(f"many#{number:03d}") for number in range(100)])
        page = client.query(TableName=self.name, Select="COUNT",
                            KeyConditionExpression="pk = :p AND begins_with(sk, :m)",
                            ExpressionAttributeValues=wire({":p": "t", ":m": "many#"}))
        self.assertEqual(page["Count"], 100)


if __name__ == "__main__":
    unittest.main()
