#include "sim/worker_process.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>

#include "sim/child_process.h"
#include "sim/frame_stream.h"

namespace sim {

namespace {

using TimePoint = std::chrono::steady_clock::time_point;
using Kind = WorkerEnd::Kind;

constexpr int kLookEveryMs = 20;
constexpr std::size_t kKeptErrorBytes = 64 << 10;
constexpr std::size_t kReadBytes = 256 << 10;

class Supervision {
 public:
  Supervision(const WorkerCommand& command, const std::function<void(const WorkerFrame&)>& on_frame)
      : command_(command),
        on_frame_(on_frame),
        child_({command.arguments, command.environment, command.request, command.data_limit_bytes}),
        buffer_(kReadBytes, '\0') {}

  WorkerEnd run() {
    std::optional<Kind> verdict;
    while (!verdict && !gone_) {
      wait_for_output();
      // In this order: what a process wrote before it went is then read after it was seen to be gone.
      gone_ = child_.poll_exit().has_value();
      if (!read_errors() || !read_frames()) verdict = Kind::protocol_error;
      if (!verdict && !gone_) verdict = broken_limit();
    }
    // Also ends whatever the worker itself had started.
    child_.kill();
    const int status = child_.wait();
    gone_ = true;
    if (verdict && *verdict != Kind::protocol_error && !read_frames()) verdict = Kind::protocol_error;
    read_errors();
    end_.kind = verdict.value_or(kind_of(status));
    end_.status = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
    end_.detail = detail();
    return std::move(end_);
  }

 private:
  void wait_for_output() {
    pollfd watched[2] = {{child_.frames().get(), POLLIN, 0}, {child_.errors().get(), POLLIN, 0}};
    ::poll(watched, 2, kLookEveryMs);
    const bool nothing_but_ends = !child_.frames().open() && !child_.errors().open();
    if (nothing_but_ends) ::poll(nullptr, 0, 1);
  }

  /// Reads what is there; false when it is no frames.
  bool read_frames() {
    return drain(child_.frames(), [this](std::string_view bytes) {
      progress_ = true;
      return stream_.feed(bytes, [this](std::uint32_t type, std::string_view payload) {
        if (type != kHeartbeatFrame) on_frame_({type, payload});
      });
    });
  }

  bool read_errors() {
    return drain(child_.errors(), [this](std::string_view bytes) {
      std::string& kept = end_.error_output;
      kept += bytes;
      if (kept.size() > kKeptErrorBytes) kept.erase(0, kept.size() - kKeptErrorBytes);
      return true;
    });
  }

  template <typename Take>
  bool drain(Descriptor& from, Take take) {
    while (from.open()) {
      const ssize_t count = ::read(from.get(), buffer_.data(), buffer_.size());
      if (count > 0) {
        if (!take(std::string_view(buffer_.data(), static_cast<std::size_t>(count)))) return false;
      } else if (count == 0) {
        from.close();
      } else if (errno != EINTR) {
        break;
      }
      // A worker that writes without pause must not keep its limits from being looked at; one that is gone has none.
      if (!gone_) break;
    }
    return true;
  }

  std::optional<Kind> broken_limit() {
    const auto cpu = child_.cpu_time();
    const TimePoint now = std::chrono::steady_clock::now();
    if (progress_) {
      progress_ = false;
      progress_cpu_ = cpu;
      progress_time_ = now;
    }
    if (command_.stop != nullptr && command_.stop->load()) return Kind::stopped;
    if (command_.memory_limit_bytes != 0 && child_.resident_bytes() > command_.memory_limit_bytes)
      return Kind::memory_limit;
    if (cpu - progress_cpu_ > command_.silent_cpu_limit) return Kind::cpu_limit;
    if (now - progress_time_ > command_.silent_limit) return Kind::stalled;
    return std::nullopt;
  }

  [[nodiscard]] Kind kind_of(int status) const {
    if (WIFSIGNALED(status)) return Kind::signalled;
    if (WEXITSTATUS(status) == 127) return Kind::not_started;
    if (WEXITSTATUS(status) != 0) return Kind::exited;
    return stream_.incomplete() ? Kind::protocol_error : Kind::done;
  }

  [[nodiscard]] std::string detail() const {
    switch (end_.kind) {
      case Kind::done:
        return "done";
      case Kind::exited:
        return fmt::format("exited with status {}", end_.status);
      case Kind::signalled:
        return fmt::format("died of signal {} ({})", end_.status, ::sigdescr_np(end_.status));
      case Kind::memory_limit:
        return fmt::format("used more than its {} MiB of memory", command_.memory_limit_bytes >> 20);
      case Kind::cpu_limit:
        return fmt::format("computed for more than {} s without a word",
                           std::chrono::duration_cast<std::chrono::seconds>(command_.silent_cpu_limit).count());
      case Kind::stalled:
        return fmt::format("said nothing for more than {} s",
                           std::chrono::duration_cast<std::chrono::seconds>(command_.silent_limit).count());
      case Kind::stopped:
        return "stopped";
      case Kind::protocol_error:
        return "wrote what is no frame";
      case Kind::not_started:
        return fmt::format("{} could not be started (status 127)", command_.arguments.front());
    }
    return "";
  }

  const WorkerCommand& command_;
  const std::function<void(const WorkerFrame&)>& on_frame_;
  ChildProcess child_;
  FrameStream stream_{kMaxFrameBytes};
  std::string buffer_;
  WorkerEnd end_;
  bool progress_ = false;
  std::chrono::nanoseconds progress_cpu_{0};
  TimePoint progress_time_ = std::chrono::steady_clock::now();
  bool gone_ = false;
};

}  // namespace

WorkerEnd run_worker(const WorkerCommand& command, const std::function<void(const WorkerFrame&)>& on_frame) {
  std::optional<Supervision> supervision;
  try {
    supervision.emplace(command, on_frame);
  } catch (const std::system_error& error) {
    return {Kind::not_started, 0, fmt::format("no process could be started: {}", error.what()), ""};
  }
  return supervision->run();
}

bool send_frame(std::uint32_t type, std::string_view payload) {
  const std::string header = frame_header(type, static_cast<std::uint32_t>(payload.size()));
  for (std::string_view rest : {std::string_view(header), payload}) {
    while (!rest.empty()) {
      const ssize_t written = ::write(kWorkerFrameFd, rest.data(), rest.size());
      if (written < 0 && errno != EINTR) return false;
      if (written > 0) rest.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  return true;
}

}  // namespace sim
