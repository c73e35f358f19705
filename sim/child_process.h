#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sim {

/// A file descriptor that closes itself.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) noexcept;
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool open() const { return fd_ >= 0; }
  void close();

 private:
  int fd_ = -1;
};

struct ChildCommand {
  const std::vector<std::string>& arguments;
  const std::vector<std::string>& environment;
  std::string_view input;          // becomes its standard input
  std::uint64_t data_limit_bytes;  // RLIMIT_DATA; 0: none
};

/// A process in a group of its own, killed and waited for at the latest when this object goes; it dies with the
/// thread that started it. Its standard output goes where its standard error goes.
class ChildProcess {
 public:
  /// Throws std::system_error when the process cannot be made; a program that cannot be executed exits with 127.
  explicit ChildProcess(const ChildCommand& command);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  [[nodiscard]] Descriptor& frames() { return frames_; }    // what it writes to descriptor 3
  [[nodiscard]] Descriptor& errors() { return errors_; }    // what it writes to its standard error
  [[nodiscard]] std::chrono::nanoseconds cpu_time() const;  // of all its threads; zero once it is gone
  [[nodiscard]] std::uint64_t resident_bytes() const;

  void kill();
  /// The wait status, once the process is gone.
  [[nodiscard]] std::optional<int> poll_exit();
  int wait();

 private:
  pid_t pid_ = -1;
  std::optional<int> status_;
  Descriptor frames_;
  Descriptor errors_;
};

}  // namespace sim
