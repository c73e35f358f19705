#include "fuzz_shrinking.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/fuzz/determined.h"
#include "scenarios/fuzz/newcomer.h"
#include "scenarios/fuzz/reduce.h"
#include "scenarios/fuzz/retelling.h"
#include "scenarios/fuzz/shrink.h"
#include "scenarios/input_error.h"
#include "scenarios/scenario_tree.h"

namespace dormouse {
namespace {

using scenarios::fuzz::Case;
using scenarios::fuzz::Failure;
using scenarios::fuzz::Tree;
using Accepts = std::function<bool(const Tree&)>;

constexpr std::uint64_t kMostTries = 600;                      // to make a finding's scenario smaller
constexpr std::uint64_t kMostDraws = 150;                      // of values in place of draws
constexpr std::uint64_t kMostShrinkingEvents = 20'000'000;     // in all of that: a minute
constexpr sim::Duration kPatience = std::chrono::minutes(10);  // with a promise that may yet come about
constexpr std::uint64_t kWeathers = 4;  // in which a promise may hold that does not hold in this one

/// In the same way, if it does; a scenario that cannot be read does not.
std::optional<Failure> fails(FuzzTrials& trials, const Tree& scenario, const Case& one, const Failure& failure) {
  try {
    std::optional<Failure> still =
        trials.judge(scenarios::scenario_from(scenarios::fuzz::yaml(scenario), trials.base().file), one.naps_alone);
    if (still && still->identity == failure.identity) return still;
    return std::nullopt;
  } catch (const scenarios::InputError&) {
    return std::nullopt;
  }
}

bool passes(FuzzTrials& trials, const Tree& tree, sim::Duration longer = {}) {
  try {
    scenarios::Scenario scenario = scenarios::scenario_from(scenarios::fuzz::yaml(tree), trials.base().file);
    scenario.duration += std::min(longer, std::max(sim::Duration{}, trials.base().duration - scenario.duration));
    return !trials.judge(scenario, false);
  } catch (const scenarios::InputError&) {
    return false;
  }
}

/// What was shown counts as lost if a newcomer hears it where connections break, and where the loss comes later.
bool is_lost_alone(FuzzTrials& trials, const Tree& scenario) {
  return std::ranges::all_of(scenarios::fuzz::where_nothing_is_lost(scenario),
                             [&](const Tree& other) { return passes(trials, other); });
}

/// A neighbour of the scenario in which the promise holds: with nothing done to it, or in another weather. Where
/// somebody waits it is played for longer: what nobody has waited for to the end has come about in no room.
bool has_neighbour(FuzzTrials& trials, const Tree& scenario, const Failure& failure) {
  if (!failure.text.empty()) return is_lost_alone(trials, scenario);
  const sim::Duration longer = scenarios::fuzz::is_of_waiting(failure) ? kPatience : sim::Duration{};
  Tree neighbour = scenarios::fuzz::spared(scenario);
  if (neighbour != scenario) return passes(trials, neighbour, longer);
  for (std::uint64_t other = 1; other <= kWeathers; ++other) {
    neighbour.at("seed") = Tree::scalar(std::to_string(other));
    if (passes(trials, neighbour, longer)) return true;
  }
  return false;
}

/// One client of each group is enough, or not.
Tree one_of_each(Tree scenario, const Accepts& accepts) {
  const Tree* clients = scenario.find("clients");
  for (std::size_t group = 0; clients != nullptr && group < clients->items.size(); ++group) {
    Tree candidate = scenario;
    Tree& here = candidate.at("clients").items[group];
    if (here.find("count") == nullptr) continue;
    here.at("count") = Tree::scalar("1");
    if (candidate != scenario && accepts(candidate)) scenario = std::move(candidate);
    clients = scenario.find("clients");
  }
  return scenario;
}

/// Where draws have become constants, somebody may wait in vain without what befell the run, too.
Tree with_needed_faults(Tree scenario, const Accepts& accepts) {
  const Tree* faults = scenario.find("faults");
  if (faults == nullptr) return scenario;
  const auto with = [&](const std::vector<Tree>& some) {
    Tree candidate = scenario;
    if (some.empty())
      std::erase_if(candidate.entries, [](const auto& entry) { return entry.first == "faults"; });
    else
      candidate.at("faults").items = some;
    return candidate;
  };
  return with(
      scenarios::fuzz::minimal(faults->items, [&](const std::vector<Tree>& some) { return accepts(with(some)); }));
}

}  // namespace

Tree whole(const FuzzTrials& trials, const Case& one, const Failure& failure) {
  Tree scenario = scenarios::fuzz::self_contained(trials.base().file, trials.base().variation);
  if (trials.base().expectations.empty())
    std::erase_if(scenario.entries, [](const auto& entry) { return entry.first == "expect"; });
  scenario = scenarios::fuzz::with(one, std::move(scenario));
  scenarios::fuzz::expect_too(scenario, failure);
  return scenario;
}

Tree smallest(FuzzTrials& trials, const Case& one, const Failure& failure, sim::RandomStream& stream,
              const std::function<bool()>& goes_on) {
  Tree scenario = whole(trials, one, failure);
  // Where the run as it is written is not the one that was judged, it is told as it is.
  if (!fails(trials, scenario, one, failure)) return scenario;
  const std::uint64_t most_events = trials.events() + kMostShrinkingEvents;
  const Accepts still_fails = [&](const Tree& less) {
    return goes_on() && trials.events() < most_events && fails(trials, less, one, failure).has_value();
  };
  const Accepts means_something = [&](const Tree& less) {
    return still_fails(less) && has_neighbour(trials, less, failure);
  };
  const bool alone = scenarios::fuzz::speaks_for_itself(failure);
  if (alone || has_neighbour(trials, scenario, failure)) {
    const Accepts& accepts = alone ? still_fails : means_something;
    scenario = one_of_each(std::move(scenario), accepts);
    scenario = scenarios::fuzz::reduced(std::move(scenario), accepts, kMostTries);
  }
  scenarios::fuzz::expect_too(scenario, failure);  // which it fails without, too
  const Accepts& counts = failure.text.empty() ? still_fails : means_something;
  scenario = scenarios::fuzz::determined(scenario, counts, kMostDraws, stream);
  if (scenarios::fuzz::is_of_waiting(failure)) scenario = with_needed_faults(std::move(scenario), counts);
  Tree without_seed = scenario;
  std::erase_if(without_seed.entries, [](const auto& entry) { return entry.first == "seed"; });
  return counts(without_seed) ? without_seed : scenario;
}

Failure as_it_fails(FuzzTrials& trials, const Tree& scenario, const Case& one, Failure failure) {
  if (!failure.text.empty()) return failure;  // which the scenario's own promise tells otherwise
  if (auto now = fails(trials, scenario, one, failure)) return std::move(*now);
  return failure;
}

}  // namespace dormouse
