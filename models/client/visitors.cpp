#include "models/client/visitors.h"

#include <chrono>

namespace models::client {
namespace {

constexpr sim::Time kNobody = sim::Time::max();

}  // namespace

Visitors::Visitors(const Arrive& arrive, sim::Choices& choices, sim::Entity group, sim::Time start)
    : arrive_(arrive),
      gaps_(choices.stream(sim::site("client.arrive"), group)),
      bursts_(choices.stream(sim::site("client.bursts"), group)),
      start_(start),
      last_(start),
      burst_ends_(start) {}

std::optional<sim::Time> Visitors::next() {
  if (come_ >= arrive_.at_most) return std::nullopt;
  switch (arrive_.kind) {
    case Arrive::Kind::rates:
      last_ = next_by_rates();
      break;
    case Arrive::Kind::bursts:
      last_ = next_in_bursts();
      break;
    case Arrive::Kind::visits:
      last_ = come_ < arrive_.visits->size() ? sim::later(start_, (*arrive_.visits)[come_].at) : kNobody;
      break;
  }
  if (last_ == kNobody) return std::nullopt;
  ++come_;
  return last_;
}

sim::Time Visitors::next_by_rates() {
  const sim::Duration due = arrive_.rates->next(last_ - start_ + arrive_.offset, gaps_);
  return due == sim::Duration::max() ? kNobody : sim::later(start_, due - arrive_.offset);
}

// The exponential gap runs only within bursts.
sim::Time Visitors::next_in_bursts() {
  constexpr int kMostEmptyBursts = 1'000'000;
  sim::Duration left = sim::Distribution::exponential(1e9 / arrive_.per_second).sample_duration(gaps_);
  sim::Time t = last_;
  for (int i = 0; left > burst_ends_ - t; ++i) {
    left -= burst_ends_ - t;
    t = sim::later(burst_ends_, arrive_.off.sample_duration(bursts_));
    burst_ends_ = sim::later(t, arrive_.on.sample_duration(bursts_));
    if (t == kNobody || burst_ends_ == kNobody || i == kMostEmptyBursts) return kNobody;
  }
  return sim::later(t, left);
}

const Visit* Visitors::visit(std::uint32_t number) const {
  return arrive_.visits != nullptr ? &(*arrive_.visits)[number] : nullptr;
}

}  // namespace models::client
