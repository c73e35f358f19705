#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace sim {

/// Virtual time since the Unix epoch, in whole nanoseconds. It has no now(): only a Simulation knows the time.
struct VirtualClock {
  using duration = std::chrono::duration<std::int64_t, std::nano>;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<VirtualClock, duration>;
  static constexpr bool is_steady = true;
};

using Duration = VirtualClock::duration;
using Time = VirtualClock::time_point;

/// 2026-08-01T00:00:00Z, where a run starts unless the scenario says otherwise.
inline constexpr Time kDefaultStart{std::chrono::seconds{1'785'542'400}};

/// Whole milliseconds since the epoch, rounded down: what JavaScript's Date.now() returns.
[[nodiscard]] constexpr std::int64_t to_epoch_ms(Time t) {
  return std::chrono::floor<std::chrono::milliseconds>(t.time_since_epoch()).count();
}

/// Rounded to the nearest double.
[[nodiscard]] constexpr double to_seconds(Duration duration) { return static_cast<double>(duration.count()) / 1e9; }

/// t + d, or the first or last instant there is if that lies outside.
[[nodiscard]] constexpr Time later(Time t, Duration d) {
  std::int64_t sum = 0;
  if (!__builtin_add_overflow(t.time_since_epoch().count(), d.count(), &sum)) return Time{Duration{sum}};
  return d.count() < 0 ? Time::min() : Time::max();
}

}  // namespace sim
