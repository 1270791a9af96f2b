"""BatchGetItem and BatchWriteItem."""

import unittest

from support import TableTest, client, native, wire


class Batches(TableTest):
    def write(self, *requests):
        return client.batch_write_item(RequestItems={self.name: list(requests)})

    def test_write_then_get(self):
        items = [{"pk": "batch", "sk": f"{number:02d}", "n": number} for number in range(25)]
        answer = self.write(*({"PutRequest": {"Item": wire(item)}} for item in items))
        self.assertEqual(answer["UnprocessedItems"], {})
        keys = [{"pk": item["pk"], "sk": item["sk"]} for item in items]
        answer = client.batch_get_item(RequestItems={self.name: {
            "Keys": [wire(key) for key in keys + [{"pk": "batch", "sk": "none"}]],
            "ConsistentRead": True}})
        self.assertEqual(answer["UnprocessedKeys"], {})
        got = sorted((native(item) for item in answer["Responses"][self.name]),
                     key=lambda item: item["sk"])
        self.assertEqual(got, items)

    def test_puts_and_deletes_in_one(self):
        self.put(pk="mixed", sk="1")
        self.write({"DeleteRequest": {"Key": wire({"pk": "mixed", "sk": "1"})}},
                   {"PutRequest": {"Item": wire({"pk": "mixed", "sk": "2"})}})
        self.assertIsNone(self.get("mixed", "1"))
        self.assertIsNotNone(self.get("mixed", "2"))

    def test_projection(self):
        self.put(pk="projected", sk="1", a=1, b=2)
        answer = client.batch_get_item(RequestItems={self.name: {
            "Keys": [wire({"pk": "projected", "sk": "1"})], "ProjectionExpression": "b"}})
        self.assertEqual([native(item) for item in answer["Responses"][self.name]], [{"b": 2}])

    def test_the_same_key_twice_is_refused(self):
        key = wire({"pk": "twice", "sk": "1"})
        answer = self.refused(
            "ValidationException", client.batch_write_item, RequestItems={
                self.name: [{"PutRequest": {"Item": key}}, {"DeleteRequest": {"Key": key}}]})
        self.assertEqual(answer["Error"]["Message"],
                         "Provided list of item keys contains duplicates")
        self.refused("ValidationException", client.batch_get_item,
                     RequestItems={self.name: {"Keys": [key, key]}})

    def test_an_unknown_table_is_refused(self):
        self.refused("ResourceNotFoundException", client.batch_get_item,
                     RequestItems={"no-such-table": {"Keys": [wire({"pk": "a"})]}})


if __name__ == "__main__":
    unittest.main()
