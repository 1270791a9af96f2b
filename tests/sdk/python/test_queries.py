"""Query and Scan: key conditions, order, pages, filters, indexes, segments; paginators."""

import unittest
from decimal import Decimal

from support import TableTest, attributes, client, index, key_schema, native, wire


class Queries(TableTest):
    TABLE = {
        "AttributeDefinitions": attributes(pk="S", sk="N", owner="S", due="N", team="S"),
        "KeySchema": key_schema("pk", "sk"),
        "LocalSecondaryIndexes": [index("ByDue", "pk", "due")],
        "GlobalSecondaryIndexes": [
            index("ByOwner", "owner", "due"),
            index("ByTeam", "team", projection={"ProjectionType": "KEYS_ONLY"})],
    }
    SORT_KEYS = [Decimal(text) for text in
                 ("-100", "-1.5", "-0.001", "0", "0.5", "2", "10", "11", "1E+30")]

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for partition in ("a", "b"):
            for position, sort_key in enumerate(cls.SORT_KEYS):
                item = {"pk": partition, "sk": sort_key, "due": Decimal(-position),
                        "parity": "even" if position % 2 == 0 else "odd", "text": "x" * 100}
                if position < 4:
                    item["owner"] = f"owner#{partition}"
                client.put_item(TableName=cls.name, Item=wire(item))

    def query(self, condition="pk = :p", values=None, **more):
        values = {":p": "a", **(values or {})}
        return client.query(TableName=self.name, KeyConditionExpression=condition,
                            ExpressionAttributeValues=wire(values), **more)

    def sort_keys(self, *arguments, **more):
        return [native(item)["sk"] for item in self.query(*arguments, **more)["Items"]]

    def test_numbers_sort_as_numbers(self):
        self.assertEqual(self.sort_keys(), self.SORT_KEYS)
        self.assertEqual(self.sort_keys(ScanIndexForward=False), self.SORT_KEYS[::-1])

    def test_ranges(self):
        for condition, values, expected in [
                ("pk = :p AND sk = :a", {":a": 2}, [2]),
                ("pk = :p AND sk < :a", {":a": 0}, self.SORT_KEYS[:3]),
                ("pk = :p AND sk >= :a", {":a": 10}, self.SORT_KEYS[6:]),
                ("pk = :p AND sk BETWEEN :a AND :b", {":a": -1, ":b": 10}, self.SORT_KEYS[2:7])]:
            with self.subTest(condition):
                self.assertEqual(self.sort_keys(condition, values), expected)

    def test_pages_are_exact(self):
        first = self.query(Limit=4)
        self.assertEqual(native(first["LastEvaluatedKey"]), {"pk": "a", "sk": self.SORT_KEYS[3]})
        second = self.sort_keys(Limit=100, ExclusiveStartKey=first["LastEvaluatedKey"])
        self.assertEqual(second, self.SORT_KEYS[4:])
        self.assertNotIn("LastEvaluatedKey", self.query(Limit=100))

    def test_paginators(self):
        pages = client.get_paginator("query").paginate(
            TableName=self.name, KeyConditionExpression="pk = :p",
            ExpressionAttributeValues=wire({":p": "a"}), PaginationConfig={"PageSize": 2})
        self.assertEqual([native(item)["sk"] for page in pages for item in page["Items"]],
                         self.SORT_KEYS)
        pages = client.get_paginator("scan").paginate(TableName=self.name, Limit=5)
        self.assertEqual(sum(page["Count"] for page in pages), 2 * len(self.SORT_KEYS))

    def test_filter_counts_what_it_read(self):
        page = self.query(values={":e": "even"}, FilterExpression="parity = :e", Select="COUNT")
        self.assertEqual((page["Count"], page["ScannedCount"]), (5, 9))
        self.assertNotIn("Items", page)

    def test_local_index(self):
        answer = self.query("pk = :p AND due > :d", {":d": -3}, IndexName="ByDue",
                            ConsistentRead=True)
        self.assertEqual([native(item)["due"] for item in answer["Items"]], [-2, -1, 0])

    def test_global_index_is_sparse(self):
        page = client.query(TableName=self.name, IndexName="ByOwner",
                            KeyConditionExpression="#o = :o",
                            ExpressionAttributeNames={"#o": "owner"},
                            ExpressionAttributeValues=wire({":o": "owner#b"}))
        self.assertEqual([native(item)["sk"] for item in page["Items"]], self.SORT_KEYS[:4][::-1])

    def test_global_index_pages(self):
        pages = client.get_paginator("query").paginate(
            TableName=self.name, IndexName="ByOwner", KeyConditionExpression="#o = :o",
            ExpressionAttributeNames={"#o": "owner"},
            ExpressionAttributeValues=wire({":o": "owner#a"}), PaginationConfig={"PageSize": 1})
        keys = [page["LastEvaluatedKey"] for page in pages if "LastEvaluatedKey" in page]
        self.assertEqual({frozenset(key) for key in keys},
                         {frozenset({"pk", "sk", "owner", "due"})})

    def test_keys_only_index(self):
        client.put_item(TableName=self.name,
                        Item=wire({"pk": "c", "sk": 1, "team": "t", "other": "hidden"}))
        page = client.scan(TableName=self.name, IndexName="ByTeam")
        self.assertEqual([native(item) for item in page["Items"]],
                         [{"pk": "c", "sk": 1, "team": "t"}])
        client.delete_item(TableName=self.name, Key=wire({"pk": "c", "sk": 1}))
        self.assertEqual(client.scan(TableName=self.name, IndexName="ByTeam")["Count"], 0)

    def test_global_index_reads_are_eventual(self):
        answer = self.refused("ValidationException", client.query, TableName=self.name,
                              IndexName="ByOwner", ConsistentRead=True,
                              KeyConditionExpression="#o = :o",
                              ExpressionAttributeNames={"#o": "owner"},
                              ExpressionAttributeValues=wire({":o": "owner#a"}))
        self.assertEqual(answer["Error"]["Message"],
                         "Consistent reads are not supported on global secondary indexes")

    def test_segments_are_disjoint_and_complete(self):
        seen = []
        for segment in range(4):
            page = client.scan(TableName=self.name, Segment=segment, TotalSegments=4)
            seen += [(item["pk"]["S"], item["sk"]["N"]) for item in page["Items"]]
        self.assertEqual(len(seen), 2 * len(self.SORT_KEYS))
        self.assertEqual(len(set(seen)), len(seen))

    def test_a_partition_key_is_required(self):
        self.refused("ValidationException", client.query, TableName=self.name,
                     KeyConditionExpression="sk = :s", ExpressionAttributeValues=wire({":s": 1}))

    def test_legacy_key_conditions(self):
        page = client.query(TableName=self.name, KeyConditions={
            "pk": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "a"}]},
            "sk": {"ComparisonOperator": "GT", "AttributeValueList": [{"N": "2"}]}})
        self.assertEqual([native(item)["sk"] for item in page["Items"]], self.SORT_KEYS[6:])


class LargePages(TableTest):
    def test_a_page_is_a_megabyte(self):
        for number in range(30):
            self.put(pk="large", sk=f"{number:02d}", text="x" * 100_000)
        pages = list(client.get_paginator("query").paginate(
            TableName=self.name, KeyConditionExpression="pk = :p",
            ExpressionAttributeValues=wire({":p": "large"})))
        self.assertEqual(sum(page["Count"] for page in pages), 30)
        self.assertEqual(len([page for page in pages if page["Count"] > 0]), 3)


if __name__ == "__main__":
    unittest.main()
