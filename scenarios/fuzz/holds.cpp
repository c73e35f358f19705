#include "scenarios/fuzz/holds.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <variant>

namespace scenarios::fuzz {
namespace {

using std::chrono::microseconds;

/// The sooner a clog is there the surer it is that its client's next frame meets it.
constexpr sim::Duration kBefore = std::chrono::milliseconds(1);

/// Waits that end in vain when their time is over.
void take_waits(const std::vector<models::client::Step>& steps, sim::Duration& shortest) {
  for (const models::client::Step& step : steps) {
    const models::client::Expected* expected = nullptr;
    if (const auto* waits = std::get_if<models::client::WaitForStep>(&step)) expected = &waits->expected;
    if (const auto* http = std::get_if<models::client::HttpStep>(&step)) expected = &http->expected;
    if (expected != nullptr && expected->within) shortest = std::min(shortest, *expected->within);
  }
}

std::vector<Mischief> late_alarms(const RoomThread& thread, const std::vector<Delay>& delays) {
  std::vector<Mischief> faults;
  for (std::size_t i = 0; i < thread.steps.size(); ++i)
    if (delays[i].hold.count() > 0 && thread.steps[i].nth > 0)
      faults.emplace_back(
          late_alarm(thread.steps[i].nth, thread.name, std::chrono::ceil<microseconds>(delays[i].hold)));
  return faults;
}

sim::Duration length_of_union(std::vector<std::pair<sim::Duration, sim::Duration>> stretches) {
  std::ranges::sort(stretches);
  sim::Duration length{}, end{};
  for (const auto& [from, to] : stretches) {
    length += std::max<sim::Duration>(to - std::max(from, end), sim::Duration::zero());
    end = std::max(end, to);
  }
  return length;
}

}  // namespace

Patience patience_of(const Scenario& scenario) {
  sim::Duration shortest = std::chrono::seconds(30);
  for (const models::client::GroupConfig& group : scenario.clients) {
    take_waits(group.steps, shortest);
    if (group.heartbeat) shortest = std::min(shortest, group.heartbeat->within);
    if (!group.script.empty()) shortest = std::min<sim::Duration>(shortest, std::chrono::seconds(4));
  }
  const sim::Duration timeouts = std::min(scenario.network.tcp_timeout, scenario.network.connect_timeout);
  const sim::Duration each = std::min(shortest / 4, timeouts - timeouts / 10);
  return {.each = each, .all = 2 * each};
}

sim::Duration held_back(const Scenario& scenario) {
  sim::Duration held{};
  for (const Fault& fault : scenario.faults)
    if (fault.kind == models::FaultKind::clog) held += *fault.lasts;
  return held;
}

Scenario with_longer_waits(Scenario scenario, sim::Duration by) {
  for (models::client::GroupConfig& group : scenario.clients)
    for (models::client::Step& step : group.steps) {
      auto* waits = std::get_if<models::client::WaitForStep>(&step);
      auto* http = std::get_if<models::client::HttpStep>(&step);
      if (waits != nullptr && waits->expected.within) *waits->expected.within += by;
      if (http != nullptr && http->expected.within) *http->expected.within += by;
    }
  return scenario;
}

Delays no_delays(const std::vector<RoomThread>& threads) {
  Delays delays;
  for (const RoomThread& thread : threads) delays.emplace_back(thread.steps.size());
  return delays;
}

std::vector<Mischief> faults_of(const std::vector<RoomThread>& threads, const Delays& delays) {
  std::vector<Mischief> faults;
  for (std::size_t t = 0; t < threads.size(); ++t) {
    if (threads[t].is_alarm) {
      for (Mischief& fault : late_alarms(threads[t], delays[t])) faults.push_back(std::move(fault));
      continue;
    }
    sim::Duration sent_before{}, released{};
    for (std::size_t i = 0; i < threads[t].steps.size(); ++i) {
      const sim::Duration sent = threads[t].steps[i].sent + delays[t][i].shift;
      const sim::Duration release = std::chrono::ceil<microseconds>(sent + delays[t][i].hold);
      // After what must go its way before, whole microseconds; a fault takes effect before what comes at its time.
      const sim::Duration begins =
          std::max<sim::Duration>({std::chrono::floor<microseconds>(sent_before) + microseconds(1),
                                   std::chrono::floor<microseconds>(sent) - kBefore, kBefore});
      if (delays[t][i].hold.count() > 0 && release > released && begins < sent) {
        faults.emplace_back(clog(begins, release - begins, threads[t].name));
        released = release;
      }
      sent_before = sent;
    }
  }
  return faults;
}

void keep_within(const Patience& patience, std::vector<Mischief>& mischief) {
  std::map<std::string, std::vector<std::pair<sim::Duration, sim::Duration>>> clogs;  // of each client: from, to
  sim::Duration all{};
  std::erase_if(mischief, [&](const Mischief& one) {
    const auto* const fault = std::get_if<Fault>(&one);
    if (fault == nullptr || fault->kind != models::FaultKind::clog) return false;
    auto& others = clogs[fault->clients.front()];
    const sim::Duration before = length_of_union(others);
    others.emplace_back(*fault->at, *fault->at + *fault->lasts);
    const sim::Duration more = length_of_union(others) - before;
    if (all + more <= patience.all) {
      all += more;
      return false;
    }
    others.pop_back();
    return true;
  });
}

}  // namespace scenarios::fuzz
