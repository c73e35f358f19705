#include "scenarios/fuzz/retelling.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <variant>

#include "scenarios/fuzz/newcomer.h"
#include "scenarios/fuzz/restless.h"
#include "scenarios/quantities.h"

namespace scenarios::fuzz {
namespace {

/// What is true of every scenario, and may stand as an expectation of one.
bool may_be_expected(const std::string& oracle) {
  return oracle == "no handler throws" || oracle == "no unhandled rejection" || oracle == "no alarm lost" ||
         oracle == "freed storage stays freed";
}

std::string in_minutes(sim::Duration time) {
  return fmt::format("{}min", std::chrono::ceil<std::chrono::minutes>(time).count());
}

void leave_alone(Tree& scenario) {
  const auto lasts = parse_duration(scenario.at("duration").text);
  scenario.at("duration") = Tree::scalar(in_minutes(lasts.value_or(sim::Duration{}) + kAlone));
  scenario.at("expect") = {
      .kind = Node::Kind::sequence,
      .items = {Tree::parse(fmt::format("quiet after everyone left: {{within: {}}}", in_minutes(kClearsUp)))}};
}

/// Rounded up: a scenario is easier to read with whole seconds.
std::string in_seconds(sim::Duration time) {
  return fmt::format("{}s", std::chrono::ceil<std::chrono::seconds>(time).count());
}

/// Who comes when all is over, where something befell a room at a moment.
void add_newcomer(Tree& scenario, const Case& one) {
  if (one.mischief.empty()) return;
  const Fault& lost = std::get<Fault>(one.mischief.front());
  const sim::Duration comes = lost.at.value_or(sim::Duration::zero()) + kNewcomerComes;
  if (auto with_one = with_newcomer(scenario, comes)) scenario = std::move(*with_one);
  scenario.at("duration") = Tree::scalar(in_seconds(comes + kNewcomerStays));
  scenario.at("expect") = {.kind = Node::Kind::sequence};
}

void take_knobs(Tree& platform) {
  for (const Knob knob : kKnobs)
    for (const auto& [key, value] : Tree::parse(fmt::format("{{{}}}", written(knob))).entries)
      std::erase_if(platform.entries, [&](const auto& entry) { return entry.first == key; });
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

}  // namespace

Tree with(const Case& one, Tree scenario) {
  scenario.at("seed") = Tree::scalar(std::to_string(one.seed));
  for (const Mischief& mischief : one.mischief) {
    if (const auto* knob = std::get_if<Knob>(&mischief)) {
      for (auto& [key, value] : Tree::parse(fmt::format("{{{}}}", written(*knob))).entries)
        scenario.at("platform").at(key) = std::move(value);
      continue;
    }
    Tree& faults = scenario.at("faults");
    faults.kind = Node::Kind::sequence;
    faults.items.push_back(Tree::parse(written(std::get<Fault>(mischief))));
  }
  if (one.lasts) scenario.at("duration") = Tree::scalar(in_seconds(*one.lasts));
  if (one.left_alone) leave_alone(scenario);
  if (one.woken) wake_again(scenario, *one.woken);
  if (one.newcomer) add_newcomer(scenario, one);
  return scenario;
}

void wake_again(Tree& scenario, const RoomAt& woken) {
  const auto at = std::chrono::ceil<std::chrono::milliseconds>(woken.at);
  scenario.at("duration") = Tree::scalar(in_seconds(at + kWokenFor));
  scenario.at("expect") = {
      .kind = Node::Kind::sequence,
      .items = {Tree::parse(fmt::format("constructor idempotent: {{at: {}ms, rooms: {}}}", at.count(),
                                        nlohmann::json(std::vector<std::string>{woken.room}).dump()))}};
}

namespace {

/// What the failure is not asked for by; empty where it is, or where it stands for itself.
std::string asking_for(const Failure& failure) {
  if (may_be_expected(failure.oracle)) return failure.oracle;
  return is_of_freeing(failure) ? fmt::format("storage freed: {{within: {}}}", in_minutes(kClearsUp)) : "";
}

}  // namespace

void expect_too(Tree& scenario, const Failure& failure) {
  if (!failure.text.empty()) {
    scenario.at("expect").kind = Node::Kind::sequence;
    const Tree expected = expected_of_newcomer(failure.text);
    auto& items = scenario.at("expect").items;
    if (std::ranges::find(items, expected) == items.end()) items.push_back(expected);
  }
  const std::string asking = asking_for(failure);
  if (asking.empty()) return;
  Tree& expect = scenario.at("expect");
  expect.kind = Node::Kind::sequence;
  const auto asks = [&](Tree& item) {
    return item.text == failure.oracle ||
           (asking != failure.oracle && (item.text == "storage freed" || item.find("storage freed") != nullptr));
  };
  if (std::ranges::none_of(expect.items, asks)) expect.items.push_back(Tree::parse(asking));
}

void let_wakes_cost_nothing(Tree& scenario, const std::string& cost_table) {
  Tree& costs = scenario.at("platform").at("costs");
  if (costs.kind != Node::Kind::map) {
    costs = {.kind = Node::Kind::map};
    costs.at("table") = Tree::scalar(cost_table);
  }
  for (const auto& [row, cost] : kCostsOfNaps) costs.at(std::string(row)) = Tree::scalar("0s");
}

void keep_awake(Tree& scenario) {
  if (Tree* platform = scenario.find("platform")) take_knobs(*platform);
  scenario.at("platform").at("eviction") = Tree::scalar("never");
  Tree* faults = scenario.find("faults");
  if (faults == nullptr) return;
  std::erase_if(faults->items, [](Tree& fault) { return fault.find("hibernate") != nullptr; });
  if (faults->items.empty()) std::erase_if(scenario.entries, [](const auto& entry) { return entry.first == "faults"; });
}

Tree spared(Tree scenario) {
  std::erase_if(scenario.entries, [](const auto& entry) { return entry.first == "faults"; });
  if (Tree* platform = scenario.find("platform")) take_knobs(*platform);
  return scenario;
}

bool speaks_for_itself(const Failure& failure) {
  return may_be_expected(failure.oracle) || failure.oracle.starts_with("quiet after everyone left") ||
         is_of_freeing(failure) || failure.oracle == "nap equivalence" || failure.oracle == "constructor idempotent";
}

std::string comment(const Failure& failure) {
  std::string text = fmt::format("# {}\n", first_line(failure.oracle));
  for (const std::string& words : failure.words)
    if (!words.empty()) text += fmt::format("# {}\n", first_line(words));
  return text;
}

}  // namespace scenarios::fuzz
