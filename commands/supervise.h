#pragma once

// Hands work to a worker process and says what became of it, whatever that is.

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "scenarios/input_error.h"
#include "sim/worker_process.h"

namespace commands {

/// The exit codes of every command. untested: nothing was violated, but the run put some promise to no test.
enum class Exit : int { holds = 0, violated = 1, bad_input = 2, unknown = 3, untested = 4 };

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

/// The same for any program that answers in a worker's frames.
[[nodiscard]] WorkDone supervise(sim::WorkerCommand command, const std::function<void(std::string_view)>& on_block);

/// What became of one piece: the work, or why there is none (bad input, a failure that is not the user's).
struct PieceAnswer {
  WorkDone work;
  std::string error;
  bool bad_input = false;  // error is of the user's input
};

struct PieceListener {
  std::function<void(std::size_t piece, std::string_view block)> on_block;
  std::function<void(std::size_t piece, PieceAnswer)> on_answer;
};

/// Runs a request of so many pieces in one worker, each with an engine of its own. A piece that ends the worker ends it
/// for those that follow. Returns how many have their answer: at least one, if there was one to do.
[[nodiscard]] std::size_t supervise_pieces(nlohmann::json request, std::size_t pieces, const PieceListener& listener);

/// Whether Ctrl-C was pressed after catch_interrupts().
[[nodiscard]] bool interrupted();

/// From now on Ctrl-C asks the running work to stop instead of ending the program.
void catch_interrupts();

}  // namespace commands
