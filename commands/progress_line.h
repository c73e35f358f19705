#pragma once

#include <chrono>
#include <string>

namespace commands {

/// A line on a terminal that says how far the work has come; it goes when the work is done.
class ProgressLine {
 public:
  explicit ProgressLine(bool shown) : shown_(shown) {}
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// Whether it is time to say something new: always cheap to ask.
  [[nodiscard]] bool due();
  void show(const std::string& text);
  /// Before anything else is printed.
  void clear();

 private:
  bool shown_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point last_;
};

/// Real time since it was made, for people.
class Stopwatch {
 public:
  Stopwatch();
  [[nodiscard]] double seconds() const;

 private:
  std::chrono::steady_clock::time_point began_;
};

/// [=====>     ]: `done` of `all` in so many columns.
[[nodiscard]] std::string progress_bar(std::size_t done, std::size_t all, std::size_t columns);

}  // namespace commands
