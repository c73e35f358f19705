#pragma once

#include "models/js/engine.h"

namespace models::js {

/// The exit status of a process that V8 gave up after LastWords were said.
inline constexpr int kHostLimitStatus = 86;

/// Called when V8 cannot go on (memory that runs out inside one operation, a size that it cannot represent), with
/// where JavaScript was. Must send the limit to the supervisor; the process exits with kHostLimitStatus afterwards.
using LastWords = void (*)(const HostLimit& limit);

/// Names what is called; once in a process.
void on_fatal_error(LastWords last_words);

}  // namespace models::js
