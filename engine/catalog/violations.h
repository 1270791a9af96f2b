// The constraints that the service model puts on members of a request, which AWS checks before
// anything else and reports together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "basalt/result.h"

namespace basalt {

// Collects what is not met. `member` is a path as AWS writes it:
// "keySchema.1.member.attributeName". `sent_as` is the member's name as clients write it, where AWS
// checks the constraint ahead of all others, and says so in other words: "Value at 'Limit'".
class Violations {
 public:
  void AtLeast(std::string_view member, std::optional<std::int64_t> value, std::int64_t minimum,
               std::string_view sent_as = {});
  void AtMost(std::string_view member, std::optional<std::int64_t> value, std::int64_t maximum,
              std::string_view sent_as = {});

  // Of a text or, with its elements written out, a list.
  void Length(std::string_view member, std::string_view text, std::size_t length,
              std::size_t minimum, std::size_t maximum);
  void Length(std::string_view member, std::string_view text, std::size_t minimum,
              std::size_t maximum) {
    Length(member, text, text.size(), minimum, maximum);
  }

  // 3 to 255 of a-z A-Z 0-9 _ . -
  void Name(std::string_view member, std::string_view name);

  // Errors: kValidation ("2 validation errors detected: ...") if anything was not met.
  Status Report() const;

 private:
  struct Violation {
    std::string text;
    std::string early_text;  // Empty: is not checked ahead of all others.
  };

  void Add(std::string_view member, std::string_view value, std::string_view constraint,
           std::string_view sent_as = {});

  std::vector<Violation> violations_;
};

}  // namespace basalt
