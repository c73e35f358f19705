#include <chrono>
#include <utility>

#include "fuzz_trials.h"
#include "scenarios/fuzz/holds.h"
#include "scenarios/fuzz/newcomer.h"
#include "scenarios/fuzz/retelling.h"
#include "scenarios/fuzz/tree.h"
#include "scenarios/input_error.h"
#include "scenarios/scenario_tree.h"

// What needs more than a run with something that befalls it: a room that is woken again and again, and a newcomer.

namespace dormouse {

using scenarios::Fault;
using scenarios::Scenario;
using scenarios::fuzz::Case;
using scenarios::fuzz::Failure;
using scenarios::fuzz::Shown;

namespace {

/// Enough to see that something grows; what does is held to all of them.
constexpr std::uint64_t kFewWakes = 3, kWakes = 100;
/// What a room has lost it may need so long to make up for.
constexpr sim::Duration kRecovers = std::chrono::seconds(30);

}  // namespace

/// Somebody who waits in vain may have been held back for too long, and no more than that; and who was cut off may wait
/// in vain, unless it is the loss of memory that does it.
void FuzzTrials::weigh(const Scenario& scenario, std::uint64_t seed, Outcome& outcome) {
  if (outcome.failure && scenarios::fuzz::is_of_waiting(*outcome.failure) && only_late(scenario, seed))
    outcome.failure.reset();
  if (!outcome.failure && outcome.in_vain && only_where_lost(scenario, seed)) {
    outcome.failure = std::move(outcome.in_vain);
    outcome.failure->words.emplace_back("it does not happen where all connections break then and no memory is lost");
  }
}

bool FuzzTrials::only_late(const Scenario& scenario, std::uint64_t seed) {
  const sim::Duration held = scenarios::fuzz::held_back(scenario);
  return held.count() > 0 && !play(scenarios::fuzz::with_longer_waits(scenario, held), seed).failure;
}

bool FuzzTrials::only_where_lost(const Scenario& scenario, std::uint64_t seed) {
  if (!scenarios::fuzz::only_loses_memory(scenario)) return false;
  const Fault& lost = scenario.faults.front();
  Scenario connections = scenario;
  connections.network.keeps_lines = true;
  connections.faults = {scenarios::fuzz::connections_break(lost)};
  const Outcome kept = play(connections, seed);
  if (kept.failure || kept.in_vain) return false;
  return play(scenarios::fuzz::with_longer_waits(scenario, kRecovers), seed).in_vain.has_value();
}

std::optional<Failure> FuzzTrials::judge_woken(const Case& one) {
  const auto at = std::chrono::ceil<std::chrono::milliseconds>(one.woken->at);
  Scenario scenario = base_;
  scenario.duration = at + scenarios::fuzz::kWokenFor;
  scenarios::Expectation idempotent;
  idempotent.kind = "constructor idempotent";
  idempotent.count.most = kFewWakes;
  idempotent.check.stored = {.rooms = {one.woken->room}, .at = {at}, .every = {}};
  scenario.expectations = {idempotent};
  scenarios::fuzz::HintsReader hints;
  Outcome outcome = play(scenario, one.seed, {.hints = &hints});
  gained_ = outcome.gained;
  for (scenarios::fuzz::Hint& hint : hints.finish(false)) add(std::move(hint));
  if (!outcome.failure || outcome.failure->oracle != idempotent.kind) return outcome.failure;
  scenario.expectations.front().count.most = kWakes;
  return play(scenario, one.seed).failure;
}

const Scenario* FuzzTrials::newcomer_in_base() {
  if (!with_newcomer_) try {
      with_newcomer_.emplace();
      const auto tree = scenarios::fuzz::with_newcomer(scenarios::fuzz::self_contained(base_.file, base_.variation),
                                                       sim::Duration::zero());
      if (tree) {
        Scenario scenario = scenarios::scenario_from(scenarios::fuzz::yaml(*tree), base_.file);
        scenario.level = base_.level;
        scenario.expectations.clear();
        *with_newcomer_ = std::move(scenario);
      }
    } catch (const scenarios::InputError&) {  // a newcomer lacks something that the others have
    }
  return *with_newcomer_ ? &**with_newcomer_ : nullptr;
}

std::optional<Failure> FuzzTrials::judge_newcomer(const Case& one) {
  if (one.mischief.empty()) return std::nullopt;
  const Scenario* base = newcomer_in_base();
  if (base == nullptr) return std::nullopt;
  const Fault& lost = std::get<Fault>(one.mischief.front());
  const sim::Duration comes = *lost.at + scenarios::fuzz::kNewcomerComes;
  Scenario scenario = *base;
  scenario.clients.back().sessions.at = sim::Distribution::constant(static_cast<double>(comes.count()));
  scenario.duration = comes + scenarios::fuzz::kNewcomerStays;
  scenario.network.keeps_lines = true;
  Shown shown(*lost.at), connections(*lost.at), later(*lost.at);
  scenario.faults.push_back(lost);
  Outcome outcome = play(scenario, one.seed, {.shown = &shown});
  gained_ = outcome.gained;
  if (outcome.failure) return outcome.failure;
  std::vector<std::string> texts = shown.lost_texts();
  if (texts.empty()) return std::nullopt;
  scenario.faults.back() = scenarios::fuzz::connections_break(lost);
  (void)play(scenario, one.seed, {.shown = &connections});
  std::erase_if(texts, [&](const std::string& text) { return !connections.newcomer_heard(text); });
  if (texts.empty()) return std::nullopt;
  scenario.faults.back() = scenarios::fuzz::lost_later(lost);
  (void)play(scenario, one.seed, {.shown = &later});
  const auto text = scenarios::fuzz::lost_text(texts, connections, later);
  if (!text) return std::nullopt;
  return Failure{.oracle = "seen implies durable",
                 .identity = "seen implies durable",
                 .words = {"somebody was shown: " + *text,
                           "a newcomer hears it where connections break or the host is lost a minute later, and not "
                           "where it is lost then"},
                 .text = *text};
}

void FuzzTrials::add(scenarios::fuzz::Hint hint) {
  const std::string identity = hint.identity;
  hints_.try_emplace(identity, std::move(hint));
}

void FuzzTrials::try_other_order(std::uint64_t seed, const scenarios::fuzz::Transcript& as_it_is) {
  const Scenario other = changed({scenarios::fuzz::Knob::any_socket_order}, false);
  if (auto hint = scenarios::fuzz::order_relied_on(as_it_is, play(other, seed).transcript)) add(std::move(*hint));
}

}  // namespace dormouse
