// Makes one visitor of several lambdas, for std::visit.
#pragma once

namespace basalt {

template <typename... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};

template <typename... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

}  // namespace basalt
