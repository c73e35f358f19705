#pragma once

// Hands work to a worker process and says what became of it, whatever that is.

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "scenarios/input_error.h"

namespace commands {

/// The exit codes of every command.
enum class Exit : int { holds = 0, violated = 1, bad_input = 2, unknown = 3 };

struct WorkDone {
  enum class Kind : std::uint8_t { done, host_limit, interrupted };
  Kind kind = Kind::done;
  nlohmann::json end;  // what the worker said of the work; empty unless done
  std::string detail;  // host_limit: which, and where in the user's source
};

/// Runs the request in a worker, handing on each block of the trace. Throws scenarios::InputError when the worker
/// finds the input bad, and std::runtime_error when the worker cannot be started or fails without a reason of the
/// user's. Ctrl-C stops the worker; what it had said before was delivered.
[[nodiscard]] WorkDone supervise(nlohmann::json request, const std::function<void(std::string_view)>& on_block);

/// From now on Ctrl-C asks the running work to stop instead of ending the program.
void catch_interrupts();

}  // namespace commands
