#include "scenarios/eviction_choice.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "scenarios/quantities.h"

namespace scenarios {
namespace {

using models::eviction::Choice;

const std::vector<std::string_view> kPolicies = {"documented", "observed", "breakeven", "never", "always"};
const std::vector<std::string_view> kWithValue = {"ttl", "lru", "breakeven"};
constexpr std::string_view kExamples = "documented, observed, breakeven, never, always, {ttl: 60s}, {lru: 2GB}";

bool choose_word(std::string_view word, Choice& choice) {
  using Kind = Choice::Kind;
  if (word == "documented" || word == "observed") {
    choice.kind = word == "observed" ? Kind::observed : Kind::documented;
    choice.idle_rule.sweep = choice.kind == Kind::observed;
  } else if (word == "breakeven") {
    choice.kind = Kind::break_even;
    choice.wake_worth = {};
  } else if (word == "never") {
    choice.kind = Kind::never;
  } else if (word == "always") {
    choice.kind = Kind::always;
  } else {
    return false;
  }
  return true;
}

/// What is wrong with the value; empty if nothing is.
std::string choose_with_value(std::string_view name, std::string_view value, Choice& choice) {
  if (name == "lru") {
    constexpr std::uint64_t kOneObject = 128'000'000;
    const auto size = parse_size(value);
    if (!size || *size < kOneObject)
      return fmt::format("lru takes the host's memory, 128MB or more, not {}", shown(value));
    choice.kind = Choice::Kind::lru;
    choice.capacity_bytes = *size;
    return "";
  }
  const auto duration = parse_duration(value);
  if (!duration || duration->count() <= 0) return fmt::format("{} takes a duration, not {}", name, shown(value));
  if (name == "ttl") {
    choice.kind = Choice::Kind::ttl;
    choice.ttl = *duration;
  } else {
    choice.kind = Choice::Kind::break_even;
    choice.wake_worth = *duration;
  }
  return "";
}

bool takes_value(std::string_view name) { return std::ranges::find(kWithValue, name) != kWithValue.end(); }

std::string suggestion_of(std::string_view word) {
  std::vector<std::string_view> known = kPolicies;
  known.insert(known.end(), kWithValue.begin(), kWithValue.end());
  const std::string near = nearest(word, known);
  return near.empty() ? fmt::format("one of {}", kExamples) : fmt::format("did you mean \"{}\"?", near);
}

}  // namespace

const KeyTable kEviction{
    .name = "eviction",
    .rows = {{"ttl", value::positive_duration(), kOptional, "idle for so long", "60s"},
             {"lru", value::size(), kOptional,
              "the one longest idle, when a host of this memory is full; 128MB or more", "2GB"},
             {"breakeven", value::positive_duration(), kOptional, "idle for as long as a wake is worth", "5s"}},
    .exactly_one_of = {"ttl", "lru", "breakeven"}};

void read_eviction(const Node& node, Choice& choice, Problems& problems) {
  if (node.is_scalar()) {
    if (choose_word(node.text, choice)) return;
    if (takes_value(node.text))
      return problems.add(node.mark, fmt::format("eviction: {} needs its value", node.text),
                          "for example: {ttl: 60s}, {lru: 2GB}");
    return problems.add(node.mark, fmt::format("unknown eviction policy {}", shown(node)), suggestion_of(node.text));
  }
  if (!node.is_map() || node.entries.size() != 1)
    return problems.add(node.mark, fmt::format("eviction is one policy, not {}", shown(node)),
                        fmt::format("one of {}", kExamples));
  const auto& [name, value] = node.entries.front();
  if (!takes_value(name->text))
    return problems.add(name->mark, fmt::format("unknown eviction policy {}", shown(*name)), suggestion_of(name->text));
  const std::string wrong = value->is_scalar() ? choose_with_value(name->text, value->text, choice)
                                               : fmt::format("{} takes one value, not {}", name->text, shown(*value));
  if (!wrong.empty())
    problems.add(value->mark, wrong, name->text == "lru" ? "for example: {lru: 2GB}" : "for example: {ttl: 60s}");
}

void choose_eviction(std::string_view text, Choice& choice) {
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos || !text.ends_with(')')) {
    if (choose_word(text, choice)) return;
    if (takes_value(text))
      throw std::invalid_argument(fmt::format("{} needs its value: ttl(60s), lru(2GB), breakeven(5s)", text));
    throw std::invalid_argument(fmt::format(
        "unknown eviction policy {}: documented, observed, breakeven, never, always, ttl(60s), lru(2GB)", shown(text)));
  }
  const std::string_view name = text.substr(0, open);
  if (!takes_value(name))
    throw std::invalid_argument(
        fmt::format("{} is no eviction policy with a value: ttl(60s), lru(2GB), breakeven(5s)", shown(name)));
  const std::string wrong = choose_with_value(name, text.substr(open + 1, text.size() - open - 2), choice);
  if (!wrong.empty()) throw std::invalid_argument(wrong);
}

}  // namespace scenarios
