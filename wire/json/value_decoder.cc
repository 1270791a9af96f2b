#include "wire/json/value_decoder.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "basalt/value_builder.h"
#include "wire/json/base64.h"
#include "wire/memory/call_memory.h"

namespace basalt::wire {
namespace {

constexpr std::string_view kBoolean = "java.lang.Boolean";
constexpr std::string_view kBuffer = "java.nio.ByteBuffer";
constexpr std::string_view kString = "java.lang.String";
constexpr std::string_view kValueShape = "AttributeValue";
constexpr std::string_view kValueType = "com.amazonaws.dynamodb.v20120810.AttributeValue";

struct TypeOfName {
  std::string_view name;
  ValueType type;
};
constexpr std::array kTypes = {
    TypeOfName{"S", ValueType::kString},     TypeOfName{"N", ValueType::kNumber},
    TypeOfName{"B", ValueType::kBinary},     TypeOfName{"M", ValueType::kMap},
    TypeOfName{"L", ValueType::kList},       TypeOfName{"BOOL", ValueType::kBool},
    TypeOfName{"NULL", ValueType::kNull},    TypeOfName{"SS", ValueType::kStringSet},
    TypeOfName{"NS", ValueType::kNumberSet}, TypeOfName{"BS", ValueType::kBinarySet},
};

std::optional<ValueType> TypeNamed(std::string_view name) {
  for (const TypeOfName& known : kTypes) {
    if (known.name == name) return known.type;
  }
  return std::nullopt;
}

// What the builder takes for a value, at most: its bytes grow by doubling, with the old ones there
// until the new ones are, and so does the list of where entries start.
constexpr std::size_t kEncodedBytesOfValue = 48;
constexpr std::size_t kEncodedBytesOfByte = 3;
constexpr std::size_t kSpareBytesMax = 4096;
constexpr std::size_t kNameBytes = 3 * sizeof(std::string);  // In a list that grows likewise.

// Of a value that is done. Its memory may have just doubled, but whole pages that nobody has
// written to take none.
std::size_t BytesKept(std::size_t bytes) {
  return HeapBytes(bytes) + std::min(bytes, kSpareBytesMax);
}

// Pours JSON into a builder. Every step returns whether to go on; if not, error() says why. Depth
// of recursion is bounded by kJsonDepthMax.
class Pourer {
 public:
  explicit Pourer(ValueBuilder& builder) : builder_(builder) {}

  Error&& error() && { return std::move(*error_); }

  // Of what was charged, so much stays: the builder is done.
  void KeepCharged(std::size_t bytes) {
    if (bytes < charged_) memory_->Give(charged_ - bytes);
  }

  bool PourValue(const JsonValue& value, Place place);
  bool PourMap(const JsonValue& map, Place place);

 private:
  bool Fail(Error error) {
    error_ = std::move(error);
    return false;
  }
  void TakeFor(std::size_t payload_bytes) {
    if (memory_ == nullptr) return;
    const std::size_t bytes = kEncodedBytesOfValue + kEncodedBytesOfByte * payload_bytes;
    memory_->Take(bytes);
    charged_ += bytes;
  }
  bool PourFault(std::string message) {
    builder_.Fault(ValidationError(std::move(message)));
    builder_.Null();
    return true;
  }
  bool PourTyped(ValueType type, const JsonValue& payload);
  bool PourAmbiguous(const JsonValue& value);
  bool PourTruth(ValueType type, const JsonValue& payload);
  bool PourBinary(const JsonValue& payload);
  bool PourList(const JsonValue& payload);
  bool PourSet(ValueType type, const JsonValue& payload);

  ValueBuilder& builder_;
  CallMemory* const memory_ = CallMemory::Current();
  std::size_t charged_ = 0;
  std::optional<Error> error_;
  std::string binary_;
};

bool Pourer::PourValue(const JsonValue& value, Place place) {
  constexpr const char* kEmpty =
      "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
  if (value.IsNull()) return PourFault(kEmpty);
  if (!value.IsObject()) return Fail(NotStructure(value, place, kValueShape));

  const JsonValue* payload = nullptr;
  ValueType type{};
  for (const auto& member : value.GetObject()) {
    const auto known = TypeNamed(TextOf(member.name));
    if (!known || member.value.IsNull()) continue;
    if (payload != nullptr && *known != type) return PourAmbiguous(value);
    payload = &member.value;
    type = *known;
  }
  return payload == nullptr ? PourFault(kEmpty) : PourTyped(type, *payload);
}

// What is wrong with one of the types given goes before there being more than one.
bool Pourer::PourAmbiguous(const JsonValue& value) {
  for (const auto& member : value.GetObject()) {
    const auto known = TypeNamed(TextOf(member.name));
    if (!known || member.value.IsNull()) continue;

    ValueBuilder scratch;
    Pourer pourer(scratch);
    if (!pourer.PourTyped(*known, member.value)) return Fail(std::move(pourer).error());
    if (RequestValue alone(std::move(scratch)); alone.fault) {
      builder_.Fault(*std::move(alone.fault));
      builder_.Null();
      return true;
    }
  }
  return PourFault(
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the "
      "supported datatypes");
}

bool Pourer::PourTyped(ValueType type, const JsonValue& payload) {
  switch (type) {
    case ValueType::kString:
      if (!payload.IsString()) return Fail(NotScalar(payload, kString));
      TakeFor(payload.GetStringLength());
      builder_.String(TextOf(payload));
      return true;
    case ValueType::kNumber:
      if (!payload.IsString()) return Fail(NotScalar(payload, kString));
      TakeFor(0);
      builder_.NumberText(TextOf(payload));
      return true;
    case ValueType::kBinary:
      return PourBinary(payload);
    case ValueType::kBool:
    case ValueType::kNull:
      return PourTruth(type, payload);
    case ValueType::kMap:
      return PourMap(payload, Place::kMember);
    case ValueType::kList:
      return PourList(payload);
    case ValueType::kStringSet:
    case ValueType::kNumberSet:
    case ValueType::kBinarySet:
      return PourSet(type, payload);
  }
  return false;
}

bool Pourer::PourTruth(ValueType type, const JsonValue& payload) {
  const auto truth = TruthOf(payload);
  if (!truth) return Fail(NotScalar(payload, kBoolean));
  TakeFor(0);
  if (type == ValueType::kBool) {
    builder_.Bool(*truth);
    return true;
  }
  if (!*truth) {
    return PourFault(
        "One or more parameter values were invalid: Null attribute value types must have the value "
        "of true");
  }
  builder_.Null();
  return true;
}

bool Pourer::PourBinary(const JsonValue& payload) {
  if (!payload.IsString()) return Fail(NotScalar(payload, kBuffer));
  TakeFor(payload.GetStringLength());
  if (Status decoded = DecodeBase64(TextOf(payload), binary_); !decoded) {
    return Fail(std::move(decoded).error());
  }
  builder_.Binary(binary_);
  return true;
}

bool Pourer::PourMap(const JsonValue& map, Place place) {
  if (!map.IsObject()) return Fail(NotMap(map, place, kValueType));
  TakeFor(0);
  builder_.BeginMap();
  for (const auto& member : map.GetObject()) {
    TakeFor(member.name.GetStringLength());
    builder_.Name(TextOf(member.name));
    if (!PourValue(member.value, Place::kElement)) return false;
  }
  builder_.EndMap();
  return true;
}

bool Pourer::PourList(const JsonValue& payload) {
  if (!payload.IsArray()) return Fail(NotList(payload, Place::kMember));
  TakeFor(0);
  builder_.BeginList();
  for (const JsonValue& element : payload.GetArray()) {
    if (!PourValue(element, Place::kElement)) return false;
  }
  builder_.EndList();
  return true;
}

bool Pourer::PourSet(ValueType type, const JsonValue& payload) {
  if (!payload.IsArray()) return Fail(NotList(payload, Place::kMember));
  const bool binary = type == ValueType::kBinarySet;
  builder_.BeginSet(type);
  for (const JsonValue& element : payload.GetArray()) {
    if (element.IsNull()) {
      builder_.Fault(ValidationError(
          "One or more parameter values were invalid: A set may not contain a null member"));
      continue;
    }
    if (!element.IsString()) return Fail(NotScalar(element, binary ? kBuffer : kString));
    TakeFor(element.GetStringLength());
    if (!binary) {
      builder_.SetElement(TextOf(element));
      continue;
    }
    if (Status decoded = DecodeBase64(TextOf(element), binary_); !decoded) {
      return Fail(std::move(decoded).error());
    }
    builder_.SetElement(binary_);
  }
  builder_.EndSet();
  return true;
}

}  // namespace

std::optional<bool> TruthOf(const JsonValue& value) {
  if (value.IsBool()) return value.GetBool();
  if (value.IsString() && TextOf(value) == "true") return true;
  if (value.IsString() && TextOf(value) == "false") return false;
  return std::nullopt;
}

Result<RequestItem> DecodeItem(const JsonValue& value, Place place) {
  ValueBuilder builder;
  Pourer pourer(builder);
  if (!pourer.PourMap(value, place)) return std::move(pourer).error();
  RequestItem item(std::move(builder));
  pourer.KeepCharged(BytesKept(item.item.view().bytes().size()));
  if (item.fault) {
    TakeMemory(value.MemberCount() * kNameBytes);
    for (const auto& member : value.GetObject()) item.fault_names.emplace_back(TextOf(member.name));
    std::ranges::sort(item.fault_names);
  }
  return item;
}

Result<RequestValue> DecodeValue(const JsonValue& value, Place place) {
  ValueBuilder builder;
  Pourer pourer(builder);
  if (!pourer.PourValue(value, place)) return std::move(pourer).error();
  RequestValue decoded(std::move(builder));
  pourer.KeepCharged(decoded.value ? BytesKept(decoded.value->view().bytes().size()) : 0);
  return decoded;
}

}  // namespace basalt::wire
