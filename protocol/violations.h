// The constraints of the service model that a request does not meet: AWS checks them before
// anything else and reports them together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "basalt/result.h"
#include "protocol/member_path.h"
#include "protocol/shape.h"

namespace basalt::protocol {

// As Java counts the characters of a string: UTF-16 units. REQUIRES: valid UTF-8.
std::int64_t CharactersOf(std::string_view text);
bool IsArn(std::string_view text);
// Whether it has the characters of a name, and any.
bool IsName(std::string_view text);
inline constexpr std::int64_t kArnCharactersMax = 1024;
inline constexpr std::string_view kNamePattern =
    "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+";

// Thread-safety: none.
class Violations {
 public:
  enum class Kind : std::uint8_t {
    kUsual,
    kFrontEnd,  // Checked before all others, and told in words of its own: "Value at 'Limit'".
    kNull,      // A required member is missing.
  };

  explicit Violations(HashBuckets order = {}) : order_(order) {}
  virtual ~Violations() = default;

  bool empty() const { return violations_.empty(); }

  // `value` is as it is to be shown: "'text'", "null".
  void Add(const MemberPath& path, std::string_view value, const std::string& constraint,
           Kind kind = Kind::kUsual);
  void AddNull(const MemberPath& path) {
    Add(path, "null", "Member must not be null", Kind::kNull);
  }

  // `size` is what `constraint` bounds, `value` what is shown, and `measure` "length" or "value".
  void CheckSize(const MemberPath& path, std::int64_t size, std::string_view value,
                 const Constraint& constraint, std::string_view measure);
  void CheckText(const MemberPath& path, std::string_view text, const Constraint& constraint);
  void CheckNumber(const MemberPath& path, std::int64_t number, const Constraint& constraint) {
    if (number >= constraint.min && number <= constraint.max) return;
    CheckSize(path, number, std::to_string(number), constraint, "value");
  }

  // "2 validation errors detected: ...". At most ten are listed. REQUIRES: there are any.
  Error TakeError();

 private:
  struct Violation {
    std::uint32_t bucket = 0;
    std::string text = {};
    std::string front_end_text = {};  // Empty: has none.
    bool is_null = false;
  };

  // A value of so many bytes is about to be quoted. May throw.
  virtual void ChargeQuote(std::size_t) {}

  bool IsListable(const Violation& violation, Kind kind) const;
  bool FailsEarly() const;
  Error ReportEarly();
  Error Report(std::string Violation::*text) const;

  HashBuckets order_;
  std::vector<Violation> violations_;
};

}  // namespace basalt::protocol
