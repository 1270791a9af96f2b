// Where a client says where to go on: starting keys, names, stream iterators. Only those that were
// given out are good.
//
//   input := 'k' JSON of a key      ExclusiveStartKey of Query and Scan, on tables and indexes.
//          | 'i' iterator           ShardIterator, as it is.
//          | 'x' (position byte)*   Changes to an iterator that is good.
//          | 'a' text               Names, ARNs and shard ids to start from.
#include <array>
#include <string>

#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/world.h"
#include "wire/json/json_document.h"
#include "wire/json/json_writer.h"

namespace basalt::fuzz {
namespace {

std::string Quoted(std::string_view text) {
  std::string quoted;
  wire::AppendJsonString(quoted, text);
  return quoted;
}

// A member of a reply that is text, wherever in it.
std::string TextAfter(const std::string& json, const std::string& member) {
  const std::string mark = "\"" + member + "\":\"";
  const std::size_t begin = json.find(mark);
  Require(begin != std::string::npos, "the reply has the member", json);
  const std::size_t end = json.find('"', begin + mark.size());
  return json.substr(begin + mark.size(), end - begin - mark.size());
}

void FuzzStartKey(World& world, const std::string& key) {
  const std::string query = R"(,"KeyConditionExpression":"#p = :p","ExpressionAttributeNames":)";
  const std::string start = R"(,"Limit":2,"ExclusiveStartKey":)" + key + "}";
  world.Run("Scan", R"({"TableName":"plain")" + start);
  world.Run("Scan", R"({"TableName":"full")" + start);
  world.Run("Scan", R"({"TableName":"full","Segment":1,"TotalSegments":3)" + start);
  world.Run("Scan", R"({"TableName":"full","IndexName":"global")" + start);
  world.Run("Scan", R"({"TableName":"full","IndexName":"local")" + start);
  for (const std::string forward : {"true", "false"}) {
    const std::string direction = R"(,"ScanIndexForward":)" + forward;
    world.Run("Query", R"({"TableName":"full")" + direction + query +
                           R"({"#p":"pk"},"ExpressionAttributeValues":{":p":{"S":"a"}})" + start);
    world.Run("Query", R"({"TableName":"full","IndexName":"global")" + direction + query +
                           R"({"#p":"g"},"ExpressionAttributeValues":{":p":{"S":"x"}})" + start);
    world.Run("Query", R"({"TableName":"full","IndexName":"local")" + direction + query +
                           R"({"#p":"pk"},"ExpressionAttributeValues":{":p":{"S":"a"}})" + start);
  }
}

std::string GoodIterator(World& world) {
  const std::string arn = TextAfter(world.Run("ListStreams", "{}").body, "StreamArn");
  const std::string stream = R"({"StreamArn":)" + Quoted(arn);
  const std::string shard = TextAfter(world.Run("DescribeStream", stream + "}").body, "ShardId");
  const auto reply =
      world.Run("GetShardIterator",
                stream + R"(,"ShardIteratorType":"TRIM_HORIZON","ShardId":)" + Quoted(shard) + "}");
  return TextAfter(reply.body, "ShardIterator");
}

void FuzzIterator(World& world, const std::string& good, const std::string& text) {
  const auto reply =
      world.Run("GetRecords", R"({"ShardIterator":)" + Quoted(text) + R"(,"Limit":3})");
  Require(reply.done == (text == good), "exactly the iterators that were given out are good", text);
}

std::string Changed(std::string text, std::string_view changes) {
  for (std::size_t at = 0; at + 1 < changes.size(); at += 2) {
    text[static_cast<unsigned char>(changes[at]) % text.size()] = changes[at + 1];
  }
  return text;
}

void FuzzNames(World& world, const std::string& text) {
  const std::string name = Quoted(text);
  const std::string arn = TextAfter(world.Run("ListStreams", "{}").body, "StreamArn");
  world.Run("ListTables", R"({"ExclusiveStartTableName":)" + name + "}");
  world.Run("ListStreams", R"({"ExclusiveStartStreamArn":)" + name + "}");
  world.Run("DescribeStream", R"({"StreamArn":)" + name + "}");
  world.Run("DescribeStream",
            R"({"StreamArn":)" + Quoted(arn) + R"(,"ExclusiveStartShardId":)" + name + "}");
  world.Run("GetShardIterator", R"({"StreamArn":)" + Quoted(arn) + R"(,"ShardId":)" + name +
                                    R"(,"ShardIteratorType":"LATEST"})");
  world.Run("DescribeTable", R"({"TableName":)" + name + "}");
  world.Run("ListTagsOfResource", R"({"ResourceArn":)" + name + "}");
  world.Run("ListTagsOfResource",
            R"({"ResourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/plain","NextToken":)" +
                name + "}");
  world.Run("ListContributorInsights", R"({"NextToken":)" + name + "}");
}

}  // namespace

void FuzzPages(std::string_view input) {
  static auto& world = *new World;  // RocksDB ends before statics do.
  static const std::string good = GoodIterator(world);
  if (input.empty()) return;
  const std::string text(input.substr(1));
  if (input.front() == 'k') return FuzzStartKey(world, text);
  if (input.front() == 'x') return FuzzIterator(world, good, Changed(good, text));
  std::string quoted = R"({"text":)" + Quoted(text) + "}";
  if (!wire::JsonDocument(quoted).well_formed()) return;  // Not UTF-8, as requests are.
  if (input.front() == 'i') return FuzzIterator(world, good, text);
  if (input.front() == 'a') return FuzzNames(world, text);
}

}  // namespace basalt::fuzz
