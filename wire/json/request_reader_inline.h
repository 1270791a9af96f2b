// The templates of request_reader.h: reading a value by the C++ type it goes to.
#pragma once

#include <string_view>
#include <unordered_map>

#include "wire/json/request_reader.h"
#include "wire/json/value_decoder.h"
#include "wire/memory/call_memory.h"

namespace basalt::wire {

template <typename T>
struct TypeTag {};

// Gives back what has been charged since it was made, but for what quotes of violations take.
class UnkeptCharge {
 public:
  explicit UnkeptCharge(const std::size_t& quoted_bytes)
      : quoted_bytes_(quoted_bytes), before_(TakenBesideQuotes()) {}

  void GiveBack() const { GiveMemory(TakenBesideQuotes() - before_); }

 private:
  std::size_t TakenBesideQuotes() const {
    const CallMemory* call = CallMemory::Current();
    return call == nullptr ? 0 : call->taken() - quoted_bytes_;
  }

  const std::size_t& quoted_bytes_;
  const std::size_t before_;
};

// What an entry of a map takes beside its value: here, and again where the engine looks names up.
inline constexpr std::size_t kMapEntryBytes = 256;

// What the engine makes of a condition, or of an update, that a map has for an attribute.
inline constexpr std::size_t kConditionBytes = 320;

// What the engine makes of a name in a list: a path, and where it looks names up.
inline constexpr std::size_t kListedNameBytes = 256;

// What kind of JSON a C++ type stands for, in AWS's words: the Java type of a map's values, and the
// shape of ShapeText.
inline std::string JavaType(TypeTag<std::string>) { return "java.lang.String"; }
inline std::string JavaType(TypeTag<RequestValue>) {
  return std::string(kModelPackage) + "AttributeValue";
}
template <typename T>
std::string JavaType(TypeTag<T>) {
  return std::string(kModelPackage) + std::string(kShapeName<T>);
}
template <typename T>
std::string JavaType(TypeTag<std::vector<T>>) {
  return "java.util.List<" + JavaType(TypeTag<T>()) + ">";
}

inline std::string ShapeOf(TypeTag<std::string>) { return ""; }
inline std::string ShapeOf(TypeTag<RequestValue>) { return "AttributeValue"; }
inline std::string ShapeOf(TypeTag<RequestItem>) { return "{}AttributeValue"; }
template <typename T>
std::string ShapeOf(TypeTag<T>) {
  return std::string(kShapeName<T>);
}
template <typename T>
std::string ShapeOf(TypeTag<std::vector<T>>) {
  return ShapeOf(TypeTag<T>());
}

template <typename T>
void RequestReader::Read(const JsonValue& value, const FieldPath& path,
                         const Constraint& constraint, std::optional<T>& target) {
  if constexpr (std::is_same_v<T, RequestValue>) {
    Result<RequestValue> decoded = DecodeValue(value, PlaceOf(path));
    if (!decoded) return Fail(std::move(decoded).error());
    target.emplace(*std::move(decoded));
  } else {
    Read(value, path, constraint, target.emplace());
  }
}

template <typename T>
void RequestReader::Read(const JsonValue& value, const FieldPath& path,
                         const Constraint& constraint, std::vector<T>& target) {
  if (!value.IsArray()) return Fail(NotList(value, PlaceOf(path)));
  CheckEntries(path, value, ShapeOf(TypeTag<T>()), constraint);
  if (!is_refused()) {
    constexpr bool kIsName = std::is_same_v<T, std::string>;
    TakeMemory(value.Size() * (sizeof(T) + (kIsName ? kListedNameBytes : 0)));
    target.reserve(value.Size());
  }
  const UnkeptCharge unkept(violations_.charged());
  for (rapidjson::SizeType position = 0; position < value.Size() && !failed(); ++position) {
    ReadElement(value[position],
                {.parent = &path, .step = FieldPath::Step::kListElement, .position = position},
                constraint.OfElements(), target);
    if (is_refused()) {
      target.clear();
      unkept.GiveBack();
    }
  }
}

template <typename T>
void RequestReader::ReadElement(const JsonValue& value, const FieldPath& path,
                                const Constraint& constraint, std::vector<T>& target) {
  if constexpr (std::is_same_v<T, RequestValue>) {
    Result<RequestValue> decoded = DecodeValue(value, Place::kElement);
    if (!decoded) return Fail(std::move(decoded).error());
    target.push_back(*std::move(decoded));
  } else if (value.IsNull()) {
    AddNull(path);
  } else {
    Read(value, path, constraint, target.emplace_back());
  }
}

template <typename T>
void RequestReader::Read(const JsonValue& value, const FieldPath& path, const Constraint&,
                         std::map<std::string, T, std::less<>>& target) {
  if (!value.IsObject()) return Fail(NotMap(value, PlaceOf(path), JavaType(TypeTag<T>())));
  const UnkeptCharge unkept(violations_.charged());
  for (const auto& member : value.GetObject()) {
    if (failed()) return;
    const FieldPath member_path{
        .parent = &path, .step = FieldPath::Step::kMapValue, .name = TextOf(member.name)};
    if (member.value.IsNull()) {
      AddNull(member_path);
    } else {
      constexpr std::size_t kEntryBytes =
          kMapEntryBytes + sizeof(T) + (kShapeName<T>.empty() ? 0 : kConditionBytes);
      TakeMemory(kEntryBytes + member.name.GetStringLength());
      Read(member.value, member_path, {}, target[std::string(TextOf(member.name))] = T());
    }
    if (is_refused()) {
      target.clear();
      unkept.GiveBack();
    }
  }
}

template <typename T>
void RequestReader::Read(const JsonValue& value, const FieldPath& path,
                         const Constraint& constraint,
                         std::vector<std::pair<std::string, T>>& target) {
  if (!value.IsObject()) return Fail(NotMap(value, PlaceOf(path), JavaType(TypeTag<T>())));
  const std::string shape = "{}" + ShapeOf(TypeTag<T>());
  CheckEntries(path, value, shape, constraint);
  CheckTables(path, value, shape, constraint);
  if (!is_refused()) {
    TakeMemory(value.MemberCount() * (kMapEntryBytes + sizeof(std::pair<std::string, T>)));
    target.reserve(value.MemberCount());
  }
  const UnkeptCharge unkept(violations_.charged());
  std::unordered_map<std::string_view, std::size_t> positions;  // Of names in `target`.
  for (const auto& member : value.GetObject()) {
    if (failed()) return;
    const std::string_view name = TextOf(member.name);
    const FieldPath member_path{.parent = &path, .step = FieldPath::Step::kMapValue, .name = name};
    if (member.value.IsNull()) {
      AddNull(member_path);
    } else {
      const auto [known, is_new] = positions.try_emplace(name, target.size());
      if (is_new) target.emplace_back(name, T());
      T& entry = target[known->second].second;
      if (!is_new) entry = T();  // The last of two in a request counts.
      Read(member.value, member_path, {}, entry);
    }
    if (is_refused()) {
      positions.clear();
      target.clear();
      unkept.GiveBack();
    }
  }
}

// A word of a closed set, or a structure.
template <typename T>
void RequestReader::Read(const JsonValue& value, const FieldPath& path, const Constraint&,
                         T& target) {
  if constexpr (std::is_enum_v<T>) {
    const auto found = FindWord(path, value, kNames<T>.data(), kNames<T>.size());
    if (found) target = static_cast<T>(*found);
  } else {
    static_assert(!kShapeName<T>.empty(), "a structure of the service model has a name there");
    if (!IsStructure(value, path, kShapeName<T>)) return;
    Fields fields(*this, &value, &path);
    Describe(fields, target);
  }
}

}  // namespace basalt::wire
