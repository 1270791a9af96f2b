// The one way a function that can fail answers: a value, or the error there is instead.
#pragma once

#include <cassert>
#include <utility>
#include <variant>

#include "basalt/error.h"

namespace basalt {

// Ignoring a Result does not compile. Call sites read: `if (!item) return item.error();`.
// Thread-safety: that of T.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit

  explicit operator bool() const { return state_.index() == 0; }

  // REQUIRES for these: it holds a value.
  T& operator*() & { return *operator->(); }
  const T& operator*() const& { return *operator->(); }
  T&& operator*() && { return std::move(*operator->()); }
  T* operator->() {
    assert(*this);
    return std::get_if<0>(&state_);
  }
  const T* operator->() const {
    assert(*this);
    return std::get_if<0>(&state_);
  }

  // REQUIRES for these: it holds an error.
  const Error& error() const& {
    assert(!*this);
    return *std::get_if<1>(&state_);
  }
  Error&& error() && {
    assert(!*this);
    return std::move(*std::get_if<1>(&state_));
  }

 private:
  std::variant<T, Error> state_;
};

// The value of what has none to give: it was done.
struct Done {};
using Status = Result<Done>;

}  // namespace basalt
