// The edge at which exceptions become errors: those of a user's code, and std::bad_alloc. Nothing
// but this stands between them and the end of the process where a thread is the engine's own.
#pragma once

#include <exception>
#include <new>
#include <string>

#include "basalt/result.h"

namespace basalt {

// What `call`, which answers a Result, does; kInternal if it throws.
template <typename Call>
auto Caught(const Call& call) -> decltype(call()) {
  try {
    return call();
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::kInternal, "out of memory"};
  } catch (const std::exception& exception) {
    return Error{ErrorCode::kInternal, std::string("exception: ") + exception.what()};
  } catch (...) {
    return Error{ErrorCode::kInternal, "exception of an unknown type"};
  }
}

}  // namespace basalt
