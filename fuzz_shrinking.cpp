#include "fuzz_shrinking.h"

#include <string>
#include <utility>

#include "scenarios/fuzz/determined.h"
#include "scenarios/fuzz/reduce.h"
#include "scenarios/fuzz/retelling.h"
#include "scenarios/input_error.h"
#include "scenarios/scenario_tree.h"

namespace dormouse {
namespace {

using scenarios::fuzz::Case;
using scenarios::fuzz::Failure;
using scenarios::fuzz::Tree;

constexpr std::uint64_t kMostTries = 600;  // to make a finding's scenario smaller
constexpr std::uint64_t kMostDraws = 150;  // of values in place of draws
constexpr std::uint64_t kWeathers = 4;     // in which a promise may hold that does not hold in this one

/// Whether it fails in the same way; a scenario that cannot be read does not.
bool fails(FuzzTrials& trials, const Tree& scenario, const Case& one, const Failure& failure) {
  try {
    const auto still =
        trials.judge(scenarios::scenario_from(scenarios::fuzz::yaml(scenario), trials.base().file), one.naps_alone);
    return still && still->identity == failure.identity;
  } catch (const scenarios::InputError&) {
    return false;
  }
}

bool passes(FuzzTrials& trials, const Tree& scenario) {
  try {
    return !trials.judge(scenarios::scenario_from(scenarios::fuzz::yaml(scenario), trials.base().file), false);
  } catch (const scenarios::InputError&) {
    return false;
  }
}

/// A neighbour of the scenario in which the promise holds: with nothing done to it, or in another weather.
bool has_neighbour(FuzzTrials& trials, const Tree& scenario) {
  Tree neighbour = scenarios::fuzz::spared(scenario);
  if (neighbour != scenario) return passes(trials, neighbour);
  for (std::uint64_t other = 1; other <= kWeathers; ++other) {
    neighbour.at("seed") = Tree::scalar(std::to_string(other));
    if (passes(trials, neighbour)) return true;
  }
  return false;
}

}  // namespace

Tree smallest(FuzzTrials& trials, const Case& one, const Failure& failure, sim::RandomStream& stream) {
  Tree scenario =
      scenarios::fuzz::with(one, scenarios::fuzz::self_contained(trials.base().file, trials.base().variation));
  if (trials.base().expectations.empty())
    std::erase_if(scenario.entries, [](const auto& entry) { return entry.first == "expect"; });
  scenarios::fuzz::expect_too(scenario, failure);
  // Where the run as it is written is not the one that was judged, it is told as it is.
  if (!fails(trials, scenario, one, failure)) return scenario;
  const auto still_fails = [&](const Tree& less) { return fails(trials, less, one, failure); };
  const auto means_something = [&](const Tree& less) { return still_fails(less) && has_neighbour(trials, less); };
  if (scenarios::fuzz::speaks_for_itself(failure))
    scenario = scenarios::fuzz::reduced(std::move(scenario), still_fails, kMostTries);
  else if (has_neighbour(trials, scenario))
    scenario = scenarios::fuzz::reduced(std::move(scenario), means_something, kMostTries);
  scenarios::fuzz::expect_too(scenario, failure);  // which it fails without, too
  scenario = scenarios::fuzz::determined(scenario, still_fails, kMostDraws, stream);
  Tree without_seed = scenario;
  std::erase_if(without_seed.entries, [](const auto& entry) { return entry.first == "seed"; });
  return still_fails(without_seed) ? without_seed : scenario;
}

}  // namespace dormouse
