#include "wire/json/shape_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "protocol/member_path.h"
#include "wire/memory/call_memory.h"

namespace basalt::wire {

using protocol::AppendMemberName;
using protocol::JavaHash;

namespace {

constexpr std::size_t kTextBytesMax = 1024 * 1024;

// While a map's members are put in order: once in the list, once where they are sorted.
constexpr std::size_t kBytesOfMember = 2 * sizeof(void*);

constexpr std::string_view kBlob = "Blob";

// A map of AttributeValues that Java keeps in a HashMap; those in them keep their order.
constexpr std::string_view kAttributes = "#{}AttributeValue";

// `shape` is as in ShapeText.
struct Member {
  std::string_view name;
  std::string_view shape = {};
};

constexpr std::array kAttributeValue = {
    Member{"S"},
    Member{"N"},
    Member{"B", kBlob},
    Member{"INT"},
    Member{"DECIMAL"},
    Member{"DOUBLE"},
    Member{"SS"},
    Member{"NS"},
    Member{"BS", kBlob},
    Member{"INTSET"},
    Member{"DECIMALSET"},
    Member{"DOUBLESET"},
    Member{"M", "{}AttributeValue"},
    Member{"L", "AttributeValue"},
    Member{"NULL"},
    Member{"BOOL"},
};
constexpr std::array kKeySchemaElement = {Member{"AttributeName"}, Member{"KeyType"}};
constexpr std::array kPutRequest = {Member{"Item", kAttributes}, Member{"WorkloadProfileName"}};
constexpr std::array kDeleteRequest = {Member{"Key", kAttributes}, Member{"WorkloadProfileName"}};
constexpr std::array kWriteRequest = {Member{"PutRequest", "PutRequest"},
                                      Member{"DeleteRequest", "DeleteRequest"}};
constexpr std::array kKeysAndAttributes = {Member{"Keys", kAttributes}, Member{"AttributesToGet"},
                                           Member{"ConsistentRead"}, Member{"ProjectionExpression"},
                                           Member{"ExpressionAttributeNames"}};
constexpr std::array kGet = {Member{"Key", kAttributes}, Member{"TableName"},
                             Member{"ProjectionExpression"}, Member{"ExpressionAttributeNames"},
                             Member{"WorkloadProfileName"}};
constexpr std::array kTransactGetItem = {Member{"Get", "Get"}};
constexpr std::array kPut = {Member{"Item", kAttributes},
                             Member{"TableName"},
                             Member{"ConditionExpression"},
                             Member{"ExpressionAttributeNames"},
                             Member{"ExpressionAttributeValues", "{}AttributeValue"},
                             Member{"ReturnValuesOnConditionCheckFailure"},
                             Member{"WorkloadProfileName"}};
constexpr std::array kUpdate = {Member{"Key", kAttributes},
                                Member{"UpdateExpression"},
                                Member{"TableName"},
                                Member{"ConditionExpression"},
                                Member{"ExpressionAttributeNames"},
                                Member{"ExpressionAttributeValues", "{}AttributeValue"},
                                Member{"ReturnValuesOnConditionCheckFailure"},
                                Member{"WorkloadProfileName"}};
constexpr std::array kKeyedAction = {Member{"Key", kAttributes},
                                     Member{"TableName"},
                                     Member{"ConditionExpression"},
                                     Member{"ExpressionAttributeNames"},
                                     Member{"ExpressionAttributeValues", "{}AttributeValue"},
                                     Member{"ReturnValuesOnConditionCheckFailure"},
                                     Member{"WorkloadProfileName"}};
constexpr std::array kTransactWriteItem = {Member{"ConditionCheck", "ConditionCheck"},
                                           Member{"Put", "Put"}, Member{"Delete", "Delete"},
                                           Member{"Update", "Update"}};

struct Shape {
  std::string_view name;
  std::span<const Member> members;
};
constexpr std::array kShapes = {
    Shape{"AttributeValue", kAttributeValue},
    Shape{"KeySchemaElement", kKeySchemaElement},
    Shape{"PutRequest", kPutRequest},
    Shape{"DeleteRequest", kDeleteRequest},
    Shape{"WriteRequest", kWriteRequest},
    Shape{"KeysAndAttributes", kKeysAndAttributes},
    Shape{"Get", kGet},
    Shape{"TransactGetItem", kTransactGetItem},
    Shape{"Put", kPut},
    Shape{"Update", kUpdate},
    Shape{"Delete", kKeyedAction},
    Shape{"ConditionCheck", kKeyedAction},
    Shape{"TransactWriteItem", kTransactWriteItem},
};

const Shape* ShapeNamed(std::string_view name) {
  for (const Shape& shape : kShapes) {
    if (shape.name == name) return &shape;
  }
  return nullptr;
}

// In the order of a HashMap's buckets, which double when three quarters as many entries are there.
void SortAsHashMap(std::vector<const JsonMember*>& members) {
  std::uint32_t buckets = 16;
  while (members.size() > buckets / 4 * 3) buckets *= 2;
  std::ranges::stable_sort(members, {}, [&](const JsonMember* member) {
    return JavaHash(TextOf(member->name)) & (buckets - 1);
  });
}

class Printer {
 public:
  explicit Printer(std::string& out) : out_(out) {}

  void Print(const JsonValue& value, std::string_view shape) {
    if (out_.size() > kTextBytesMax) return;
    if (value.IsString() && shape == kBlob) {
      PrintBlob(TextOf(value));
    } else if (value.IsString()) {
      out_ += TextOf(value);
    } else if (value.IsBool()) {
      out_ += value.GetBool() ? "true" : "false";
    } else if (value.IsInt64()) {
      out_ += std::to_string(value.GetInt64());
    } else if (value.IsNumber()) {
      out_ += std::to_string(value.GetDouble());
    } else if (value.IsArray()) {
      PrintList(value, shape);
    } else if (value.IsObject()) {
      const Shape* structure = ShapeNamed(shape);
      structure != nullptr ? PrintStructure(value, *structure) : PrintMap(value, shape);
    } else {
      out_ += "null";
    }
  }

 private:
  // As Java prints the buffer that holds the bytes.
  void PrintBlob(std::string_view base64) {
    const std::size_t padding = base64.size() - std::min(base64.find('='), base64.size());
    const std::string bytes = std::to_string((base64.size() - padding) * 3 / 4);
    out_.append("java.nio.HeapByteBuffer[pos=0 lim=").append(bytes);
    out_.append(" cap=").append(bytes).append("]");
  }

  void Separate(bool& first) {
    if (!first) out_ += ", ";
    first = false;
  }

  void PrintList(const JsonValue& list, std::string_view shape) {
    out_ += '[';
    bool first = true;
    for (const JsonValue& element : list.GetArray()) {
      if (out_.size() > kTextBytesMax) break;
      Separate(first);
      Print(element, shape);
    }
    out_ += ']';
  }

  void PrintMap(const JsonValue& map, std::string_view shape) {
    const bool hashed = shape.starts_with('#');
    if (hashed) shape.remove_prefix(1);
    std::vector<const JsonMember*> members;
    const std::size_t charge = kBytesOfMember * map.MemberCount();
    TakeMemory(charge);
    members.reserve(map.MemberCount());
    for (const auto& member : map.GetObject()) members.push_back(&member);
    if (hashed) SortAsHashMap(members);

    const std::string_view value_shape = shape.starts_with("{}") ? shape.substr(2) : "";
    out_ += '{';
    bool first = true;
    for (const JsonMember* member : members) {
      if (out_.size() > kTextBytesMax) break;
      Separate(first);
      out_ += TextOf(member->name);
      out_ += '=';
      Print(member->value, value_shape);
    }
    out_ += '}';
    GiveMemory(charge);
  }

  void PrintStructure(const JsonValue& structure, const Shape& shape) {
    out_ += shape.name;
    out_ += '(';
    bool first = true;
    for (const Member& member : shape.members) {
      Separate(first);
      AppendMemberName(out_, member.name);
      out_ += '=';
      const JsonValue* value = FindMember(structure, member.name);
      value == nullptr ? void(out_ += "null") : Print(*value, member.shape);
    }
    out_ += ')';
  }

  std::string& out_;
};

}  // namespace

std::string ShapeText(const JsonValue& value, std::string_view shape) {
  std::string text;
  Printer(text).Print(value, shape);
  return text;
}

}  // namespace basalt::wire
