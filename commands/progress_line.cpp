#include "commands/progress_line.h"

#include <fmt/format.h>

#include <cstdio>

namespace commands {

bool ProgressLine::due() {
  if (!shown_) return false;
  const auto real = std::chrono::steady_clock::now();
  if (real - last_ < std::chrono::milliseconds(200)) return false;
  last_ = real;
  return true;
}

void ProgressLine::show(const std::string& text) {
  fmt::print(stderr, "\r\x1b[K  {}", text);
  std::fflush(stderr);
  drawn_ = true;
}

void ProgressLine::clear() {
  if (!drawn_) return;
  fmt::print(stderr, "\r\x1b[K");
  std::fflush(stderr);
  drawn_ = false;
}

Stopwatch::Stopwatch() : began_(std::chrono::steady_clock::now()) {}

double Stopwatch::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
}

std::string progress_bar(std::size_t done, std::size_t all, std::size_t columns) {
  const std::size_t filled = all == 0 ? columns : done * columns / all;
  return fmt::format("[{:=<{}}{: <{}}]", "", filled, "", columns - filled);
}

}  // namespace commands
