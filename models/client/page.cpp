#include "models/client/page.h"

#include <algorithm>
#include <chrono>

namespace models::client {

using Timers = Background::Timers;

Page::Page(const Background& background, sim::RandomStream stream, sim::Time opened)
    : background_(background), stream_(stream), since_(opened), until_(opened) {
  until_ = sim::later(opened, background.shown.sample_duration(stream_));
}

sim::Time Page::runs_at(sim::Time t, bool repeats) {
  constexpr int kMostStretches = 1'000'000;  // as long as none takes any time
  for (int i = 0; until_ <= t && i < kMostStretches; ++i) {
    since_ = until_;
    hidden_ = !hidden_;
    const sim::Distribution& lasts = hidden_ ? background_.hidden : background_.shown;
    until_ = sim::later(since_, lasts.sample_duration(stream_));
  }
  if (!hidden_) return t;
  if (background_.timers == Timers::frozen) return until_;
  const sim::Duration every = wake_ups(t, repeats);
  const sim::Duration behind = (t - since_) % every;
  return behind == sim::Duration::zero() ? t : std::min(sim::later(t, every - behind), until_);
}

sim::Duration Page::wake_ups(sim::Time t, bool repeats) const {
  constexpr sim::Duration kIntensiveAfter = std::chrono::minutes(5);
  if (background_.timers == Timers::minute) return std::chrono::minutes(1);
  if (background_.timers == Timers::throttled && repeats && t - since_ > kIntensiveAfter)
    return std::chrono::minutes(1);
  return std::chrono::seconds(1);
}

}  // namespace models::client
