#include "models/client/arrivals.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "sim/calendar.h"

namespace models::client {
namespace {

constexpr sim::Duration kDay = std::chrono::hours(24);
constexpr sim::Time kNever = sim::Time::max();

}  // namespace

Arrivals::Arrivals(const Sessions& sessions, sim::RandomStream stream, sim::Time start)
    : stream_(stream), last_(start) {
  if (sessions.quiet) {
    const auto [from, to] = *sessions.quiet;
    quiet_from_ = from % kDay;
    quiet_for_ = (to - from) % kDay;
    if (quiet_for_ < sim::Duration::zero()) quiet_for_ += kDay;
    if (quiet_for_ == sim::Duration::zero() && from != to) {
      throw std::invalid_argument("the quiet hours take the whole day, so no session can begin");
    }
  }
  gap_ = sim::Distribution::exponential(static_cast<double>((kDay - quiet_for_).count()) / sessions.per_day);
}

sim::Time Arrivals::next() {
  // The gap runs only while it is not quiet.
  sim::Duration left = gap_.sample_duration(stream_);
  if (last_ == kNever || left > std::chrono::hours(24 * 365 * 100)) return last_ = kNever;
  sim::Time t = skip_quiet(last_);
  const sim::Duration loud = kDay - quiet_for_;
  const sim::Duration quiet_ended = (quiet_from_ + quiet_for_) % kDay;
  const sim::Duration since_quiet = (sim::time_of_day(t) - quiet_ended + kDay) % kDay;
  if (quiet_for_ > sim::Duration::zero()) {
    // Counted from the end of the last quiet hours, whole loud stretches are whole days.
    left += since_quiet;
    t = t - since_quiet + left / loud * kDay;
    left %= loud;
  }
  return last_ = sim::later(t, left);
}

sim::Time Arrivals::skip_quiet(sim::Time t) const {
  const sim::Duration into = (sim::time_of_day(t) - quiet_from_ + kDay) % kDay;
  return into < quiet_for_ ? t + (quiet_for_ - into) : t;
}

}  // namespace models::client
