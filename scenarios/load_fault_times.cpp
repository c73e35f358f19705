#include "scenarios/load_fault_times.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "scenarios/load_requests.h"
#include "scenarios/quantities.h"

namespace scenarios {
namespace {

using models::runtime::kMoments;
using models::runtime::Moment;

std::vector<std::string_view> moments() { return {std::begin(kMoments), std::end(kMoments)}; }

/// "first", "3rd", "10th".
std::optional<std::uint64_t> ordinal(std::string_view word) {
  constexpr std::string_view kWords[] = {"first", "second", "third"};
  for (std::uint64_t i = 0; i < 3; ++i)
    if (word == kWords[i]) return i + 1;
  const std::size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
  const std::string_view ending = word.substr(digits);
  constexpr std::string_view kEndings[] = {"st", "nd", "rd", "th"};
  if (std::ranges::find(kEndings, ending) == std::end(kEndings)) return std::nullopt;
  const auto number = parse_count(word.substr(0, digits));
  return number && *number > 0 ? number : std::nullopt;
}

std::string_view take_word(std::string_view& text) {
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

std::optional<Trigger> read_trigger(const Node& node, Problems& problems) {
  const auto refuse = [&](std::string_view rest) {
    const std::string near = nearest(rest, moments());
    problems.add(node.mark, fmt::format("when must be a moment of a room's life, not {}", shown(node)),
                 near.empty() ? fmt::format("for example: first alarm fires, 3rd message, every 10th commit; known: {}",
                                            fmt::join(moments(), ", "))
                              : fmt::format("did you mean \"{}\"?", near));
    return std::nullopt;
  };
  if (!node.is_scalar()) return refuse("");
  std::string_view text = node.text;
  Trigger trigger;
  bool every = false;
  std::string_view rest = text;
  if (take_word(rest) == "every") {
    every = true;
    text = rest;
  }
  rest = text;
  if (const auto number = ordinal(take_word(rest))) {
    trigger.nth = *number;
    trigger.repeats = every;
    text = rest;
  }
  const auto known = std::ranges::find(kMoments, text);
  if (known == std::end(kMoments)) return refuse(text);
  trigger.moment = Moment{static_cast<std::uint8_t>(known - std::begin(kMoments))};
  return trigger;
}

void read_rate(const Node& node, Fault& fault, Problems& problems) {
  const auto per_second = node.is_scalar() ? parse_rate(node.text) : std::nullopt;
  if (per_second && *per_second > 0)
    fault.every = sim::Distribution::exponential(1e9 / *per_second);
  else
    problems.add(node.mark, fmt::format("expected a rate of more than 0, not {}", shown(node)),
                 "rates are written 3/h, 0.5/min, 2/d");
}

void read_patterns(MapReader& map, std::string_view key, std::vector<std::string>& into) {
  const Node* node = map.takes(key) ? map.find(key) : nullptr;
  if (node == nullptr) return;
  const std::vector<const Node*> items =
      node->kind == Node::Kind::sequence ? node->items : std::vector<const Node*>{node};
  if (items.empty())
    map.problems().add(node->mark, fmt::format("{} of nobody strikes nobody", key), "take it away for all");
  for (const Node* item : items) {
    if (item->is_scalar() && !item->text.empty())
      into.push_back(with_stars(item->text));
    else
      map.problems().add(item->mark, fmt::format("{} must be a name or a list of names, not {}", key, shown(*item)),
                         "for example: [lobby-*, hall], where * stands for any text");
  }
}

}  // namespace

std::string trigger_pattern() {
  return fmt::format(R"(^(every )?((first|second|third|\d+(st|nd|rd|th)) )?({})$)", fmt::join(moments(), "|"));
}

void read_fault_times(MapReader& map, Fault& fault, bool chance, std::string_view example) {
  Problems& problems = map.problems();
  std::vector<std::string_view> ways = {"at", "every", "rate", "when"};
  const Node* probability = map.find("probability");
  const bool none = std::ranges::none_of(ways, [&map](std::string_view way) { return map.find(way) != nullptr; });
  if (probability != nullptr) {
    double share = 0;
    map.probability("probability", share);
    fault.probability = share;
    if (map.find("when") == nullptr && (!chance || !none))
      problems.add(probability->mark, "a probability is of something that happens",
                   chance ? "take the other time away, or write when: every message"
                          : "for example: {when: message, probability: 1%}");
  }
  if (!(chance && none && probability != nullptr) && !map.exactly_one_of(ways, example)) return;
  if (const Node* at = map.find("at")) fault.at = read_duration(*at, problems);
  if (const Node* rate = map.find("rate")) read_rate(*rate, fault, problems);
  if (const Node* when = map.find("when")) fault.when = read_trigger(*when, problems);
  map.distribution("after", fault.after);
  if (const Node* after = map.find("after"); after != nullptr && map.find("when") == nullptr)
    problems.add(after->mark, "`after:` counts from the moment that `when:` names", "write when:, or take it away");
  const Node* every = map.find("every");
  if (every == nullptr) return;
  fault.every = read_distribution(*every, problems);
  if (fault.every && fault.every->highest() <= 0)
    problems.add(every->mark, "nothing can happen every 0s", "write a longer time");
}

void read_fault_scope(MapReader& map, Fault& fault) {
  read_patterns(map, "rooms", fault.rooms);
  read_patterns(map, "clients", fault.clients);
  read_patterns(map, "links", fault.links);
  std::string hits = "one";
  if (map.takes("hits")) map.one_of("hits", hits);
  fault.all = hits == "all";
}

}  // namespace scenarios
