#include "scenarios/fuzz/neighbours.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

namespace scenarios::fuzz {
namespace {

constexpr std::size_t kMost = 500;  // changes of one kind in one weather

struct Arrival {
  sim::Duration at{};
  std::size_t thread = 0;
  std::size_t step = 0;
};

std::vector<Arrival> in_order(const std::vector<RoomThread>& threads) {
  std::vector<Arrival> arrivals;
  for (std::size_t t = 0; t < threads.size(); ++t)
    for (std::size_t i = 0; i < threads[t].steps.size(); ++i) arrivals.push_back({threads[t].steps[i].arrived, t, i});
  std::ranges::sort(arrivals, {}, [](const Arrival& one) { return std::tuple(one.at, one.thread, one.step); });
  return arrivals;
}

/// What makes these arrivals so much later than they are.
std::vector<Mischief> later(const std::vector<RoomThread>& threads,
                            const std::vector<std::pair<Arrival, sim::Duration>>& late) {
  Delays delays = no_delays(threads);
  for (const auto& [arrival, by] : late) delays[arrival.thread][arrival.step].hold = by;
  return faults_of(threads, delays);
}

}  // namespace

Reorderings swaps(const std::vector<RoomThread>& threads, const Patience& patience) {
  Reorderings found;
  const std::vector<Arrival> arrivals = in_order(threads);
  for (std::size_t i = 0; i + 1 < arrivals.size() && found.size() < kMost; ++i) {
    const Arrival& one = arrivals[i];
    const Arrival& other = arrivals[i + 1];
    const sim::Duration by = other.at - one.at + kBetweenSteps;
    if (one.thread == other.thread || by > (threads[one.thread].is_alarm ? kLatestAlarm : patience.each)) continue;
    std::vector<Mischief> faults = later(threads, {{one, by}});
    if (!faults.empty()) found.push_back(std::move(faults));
    // Its handler may let the other in: then there is an order to choose at its end, too.
    const RoomStep& begun = threads[one.thread].steps[one.step];
    if (begun.ended <= begun.arrived || begun.ended >= other.at || threads[other.thread].is_alarm) continue;
    const sim::Duration sooner = other.at - one.at - kBetweenSteps;
    if (sooner > patience.each || sooner.count() <= 0) continue;
    faults = later(threads, {{one, sooner}});
    if (!faults.empty()) found.push_back(std::move(faults));
  }
  return found;
}

TieOrders tie_orders(const std::vector<RoomThread>& threads, std::size_t most) {
  TieOrders result;
  const std::vector<Arrival> arrivals = in_order(threads);
  for (std::size_t begin = 0, end = 0; begin < arrivals.size(); begin = end) {
    std::vector<Arrival> tied;
    for (end = begin; end < arrivals.size() && arrivals[end].at == arrivals[begin].at; ++end)
      if (tied.empty() || tied.back().thread != arrivals[end].thread) tied.push_back(arrivals[end]);
    if (tied.size() < 2) continue;
    std::vector<std::size_t> ranks(tied.size());
    std::iota(ranks.begin(), ranks.end(), 0);
    while (std::next_permutation(ranks.begin(), ranks.end())) {
      if (result.orders.size() >= most) {
        result.complete = false;
        return result;
      }
      std::vector<std::pair<Arrival, sim::Duration>> late;
      for (std::size_t i = 0; i < tied.size(); ++i)
        if (ranks[i] > 0) late.emplace_back(tied[i], kBetweenSteps * static_cast<std::int64_t>(ranks[i]));
      std::vector<Mischief> faults = later(threads, late);
      if (!faults.empty()) result.orders.push_back(std::move(faults));
    }
  }
  return result;
}

Reorderings alarms_at_gaps(const std::vector<RoomThread>& threads) {
  Reorderings found;
  const std::vector<Arrival> arrivals = in_order(threads);
  for (const Arrival& alarm : arrivals) {
    if (!threads[alarm.thread].is_alarm) continue;
    const auto same = std::ranges::lower_bound(arrivals, alarm.at, {}, &Arrival::at);
    for (const Arrival& other : std::ranges::subrange(same, arrivals.end())) {
      const sim::Duration by = other.at - alarm.at + kBetweenSteps;
      if (by > kLatestAlarm || found.size() >= kMost) break;
      if (other.thread == alarm.thread) continue;
      std::vector<Mischief> faults = later(threads, {{alarm, by}});
      if (!faults.empty()) found.push_back(std::move(faults));
    }
  }
  return found;
}

}  // namespace scenarios::fuzz
