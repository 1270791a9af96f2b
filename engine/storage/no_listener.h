// A listener for where there is none.
#pragma once

#include "basalt/engine_listener.h"

namespace basalt {

// Does nothing. Is never destroyed: databases may go after main has returned.
inline EngineListener& NoListener() {
  static EngineListener& silent = *new EngineListener();
  return silent;
}

}  // namespace basalt
