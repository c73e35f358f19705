#pragma once

// A run in a process of its own. Whatever the process does, its supervisor goes on and says what happened.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sim {

/// The worker's descriptor for frames: {u32 type, u32 length, payload}, little-endian.
inline constexpr int kWorkerFrameFd = 3;
/// A frame that says no more than that work goes on. Never delivered.
inline constexpr std::uint32_t kHeartbeatFrame = 0;
inline constexpr std::uint32_t kMaxFrameBytes = 256U << 20;

struct WorkerCommand {
  std::vector<std::string> arguments;    // the program's path first
  std::vector<std::string> environment;  // "NAME=value"; the worker sees nothing else of the supervisor's
  std::string request;                   // what the worker reads on its standard input

  /// Resident memory beyond which the worker is killed; 0: none. Looked at every kLookEvery.
  std::uint64_t memory_limit_bytes = 0;
  /// RLIMIT_DATA of the worker; 0: none. Stops one huge allocation that the look at resident memory would miss.
  std::uint64_t data_limit_bytes = 0;
  /// CPU time that the worker may spend without any frame, then it is killed.
  std::chrono::nanoseconds silent_cpu_limit = std::chrono::seconds(30);
  /// The same in real time, for a worker that waits for what never comes.
  std::chrono::nanoseconds silent_limit = std::chrono::minutes(10);
  /// Becomes true when the worker shall be stopped (a signal handler may set it).
  const std::atomic<bool>* stop = nullptr;
};

struct WorkerFrame {
  std::uint32_t type;
  std::string_view payload;
};

/// How a worker ended. What it had sent before was delivered in every case.
struct WorkerEnd {
  enum class Kind {
    done,            // exit status 0
    exited,          // another exit status
    signalled,       // killed by a signal of its own making
    memory_limit,    // killed here
    cpu_limit,       // killed here: silent_cpu_limit
    stalled,         // killed here: silent_limit
    stopped,         // killed here: WorkerCommand::stop
    protocol_error,  // what it sent is no sequence of frames
    not_started,     // the program could not be started
  };
  Kind kind = Kind::done;
  int status = 0;            // exit status or signal
  std::string detail;        // one line for people
  std::string error_output;  // the last 64 KB of its standard error
};

/// Starts the process, delivers its frames in order, and returns once it is gone. Blocks the calling thread, which
/// must live until then. An exception of on_frame passes through after the worker has been killed.
[[nodiscard]] WorkerEnd run_worker(const WorkerCommand& command,
                                   const std::function<void(const WorkerFrame&)>& on_frame);

/// The worker's side: writes one frame to kWorkerFrameFd. False when nobody reads any more.
bool send_frame(std::uint32_t type, std::string_view payload);

}  // namespace sim
