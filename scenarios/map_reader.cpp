#include "scenarios/map_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "scenarios/quantities.h"

namespace scenarios {

void Problems::throw_if_any() {
  if (problems_.empty()) return;
  std::stable_sort(problems_.begin(), problems_.end(), [](const Problem& a, const Problem& b) {
    return a.file == b.file && std::pair{a.line, a.column} < std::pair{b.line, b.column};
  });
  throw InputError(std::move(problems_));
}

namespace {

std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0U);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

constexpr std::string_view kDurationExample = "durations are written 80ms, 2s, 10min, 3h, 30d or 1h 30min";

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string_view>& known) {
  std::string_view best;
  std::size_t fewest = std::max<std::size_t>(2, word.size() / 2) + 1;
  for (const std::string_view candidate : known) {
    const std::size_t distance = edits(word, candidate);
    if (distance < fewest) {
      fewest = distance;
      best = candidate;
    }
  }
  return std::string(best);
}

std::string shown(const Node& node) {
  switch (node.kind) {
    case Node::Kind::scalar:
      return fmt::format("\"{}\"", node.text.size() > 60 ? node.text.substr(0, 57) + "..." : node.text);
    case Node::Kind::sequence:
      return "a list";
    case Node::Kind::map:
      return "a map";
    case Node::Kind::null:
      break;
  }
  return "nothing";
}

MapReader::MapReader(const Node& node, std::string what, std::vector<std::string_view> known, Problems& problems)
    : what_(std::move(what)), mark_(node.mark), problems_(problems) {
  if (!node.is_map()) {
    problems_.add(node.mark, fmt::format("{} must be a map, not {}", what_, shown(node)),
                  fmt::format("its keys are: {}", fmt::join(known, ", ")));
    return;
  }
  map_ = &node;
  for (const auto& [key, value] : node.entries) {
    if (std::find(known.begin(), known.end(), key->text) != known.end()) continue;
    const std::string near = nearest(key->text, known);
    problems_.add(key->mark, fmt::format("unknown key \"{}\" in {}", key->text, what_),
                  near.empty() ? fmt::format("its keys are: {}", fmt::join(known, ", "))
                               : fmt::format("did you mean \"{}\"?", near));
  }
}

void MapReader::require(std::initializer_list<std::string_view> keys, std::string_view example) {
  if (map_ == nullptr) return;
  for (const std::string_view key : keys)
    if (find(key) == nullptr)
      problems_.add(mark_, fmt::format("{} needs `{}:`", what_, key), fmt::format("for example: {}", example));
}

void MapReader::text(std::string_view key, std::string& into) {
  const Node* node = find(key);
  if (node == nullptr) return;
  if (node->is_scalar())
    into = node->text;
  else
    problems_.add(node->mark, fmt::format("{} must be text, not {}", key, shown(*node)));
}

void MapReader::count(std::string_view key, std::uint64_t least, std::uint64_t most, std::uint64_t& into) {
  const Node* node = find(key);
  if (node == nullptr) return;
  const auto value = node->is_scalar() ? parse_count(node->text) : std::nullopt;
  if (value && *value >= least && *value <= most)
    into = *value;
  else
    problems_.add(node->mark,
                  fmt::format("{} must be a whole number from {} to {}, not {}", key, least, most, shown(*node)));
}

void MapReader::number(std::string_view key, double least, double& into) {
  const Node* node = find(key);
  if (node == nullptr) return;
  const auto value = node->is_scalar() ? parse_number(node->text) : std::nullopt;
  if (value && *value >= least)
    into = *value;
  else
    problems_.add(node->mark, fmt::format("{} must be a number of at least {}, not {}", key, least, shown(*node)));
}

void MapReader::probability(std::string_view key, double& into) {
  const Node* node = find(key);
  if (node == nullptr) return;
  const auto value = node->is_scalar() ? parse_probability(node->text) : std::nullopt;
  if (value)
    into = *value;
  else
    problems_.add(node->mark, fmt::format("{} must be a share from 0% to 100%, not {}", key, shown(*node)),
                  "for example: 0.1%");
}

std::optional<sim::Duration> read_duration(const Node& node, Problems& problems, bool positive) {
  const auto value = node.is_scalar() ? parse_duration(node.text) : std::nullopt;
  if (!value) {
    problems.add(node.mark, fmt::format("expected a duration, not {}", shown(node)), std::string(kDurationExample));
    return std::nullopt;
  }
  if (value->count() < 0 || (positive && value->count() == 0)) {
    problems.add(node.mark,
                 fmt::format("the duration {} must be {}", shown(node), positive ? "more than 0" : "0 or more"),
                 value->count() < 0 ? "take the minus sign away" : std::string(kDurationExample));
    return std::nullopt;
  }
  return value;
}

void MapReader::duration(std::string_view key, sim::Duration& into, bool positive) {
  if (const Node* node = find(key))
    if (const auto value = read_duration(*node, problems_, positive)) into = *value;
}

void MapReader::distribution(std::string_view key, sim::Distribution& into) {
  if (const Node* node = find(key))
    if (const auto value = read_distribution(*node, problems_)) into = *value;
}

void MapReader::one_of(std::string_view key, const std::vector<std::string_view>& words, std::string& into) {
  const Node* node = find(key);
  if (node == nullptr) return;
  if (node->is_scalar() && std::find(words.begin(), words.end(), node->text) != words.end()) {
    into = node->text;
    return;
  }
  const std::string near = node->is_scalar() ? nearest(node->text, words) : "";
  problems_.add(node->mark, fmt::format("{} must be one of {}, not {}", key, fmt::join(words, ", "), shown(*node)),
                near.empty() ? "" : fmt::format("did you mean \"{}\"?", near));
}

namespace {

double ns(sim::Duration duration) { return static_cast<double>(duration.count()); }

std::optional<sim::Distribution> uniform(const Node& node, Problems& problems) {
  if (node.kind != Node::Kind::sequence || node.items.size() != 2) {
    problems.add(node.mark, fmt::format("uniform takes two durations, not {}", shown(node)),
                 "for example: {uniform: [1s, 2s]}");
    return std::nullopt;
  }
  const auto low = read_duration(*node.items[0], problems);
  const auto high = read_duration(*node.items[1], problems);
  if (!low || !high) return std::nullopt;
  if (*low > *high) {
    problems.add(node.mark, "uniform: the first duration is longer than the second", "write the shorter one first");
    return std::nullopt;
  }
  return sim::Distribution::uniform(ns(*low), ns(*high));
}

std::optional<sim::Distribution> two_parameters(const Node& node, Problems& problems, std::string_view kind) {
  const bool is_normal = kind == "normal";
  const std::string_view first = is_normal ? "mean" : "median";
  const std::string_view second = is_normal ? "sd" : "p95";
  const std::string_view example =
      is_normal ? "{normal: {mean: 2s, sd: 300ms}}" : "{lognormal: {median: 80ms, p95: 200ms}}";
  MapReader map(node, std::string(kind), {first, second}, problems);
  map.require({first, second}, example);
  sim::Duration a{}, b{};
  map.duration(first, a, !is_normal);
  map.duration(second, b, !is_normal);
  if (is_normal) return sim::Distribution::normal(ns(a), ns(b));
  if (a.count() == 0 || b.count() == 0) return std::nullopt;
  if (b <= a) {
    problems.add(node.mark, "lognormal: p95 must be longer than the median", std::string(example));
    return std::nullopt;
  }
  return sim::Distribution::lognormal_p95(ns(a), ns(b));
}

}  // namespace

std::optional<sim::Distribution> read_distribution(const Node& node, Problems& problems) {
  if (!node.is_map()) {
    const auto constant = read_duration(node, problems);
    if (!constant) return std::nullopt;
    return sim::Distribution::constant(ns(*constant));
  }
  const std::vector<std::string_view> kinds = {"exponential", "uniform", "normal", "lognormal", "constant"};
  if (node.entries.size() != 1) {
    problems.add(node.mark, "a distribution is one of exponential, uniform, normal, lognormal, or a plain duration",
                 "for example: {exponential: 40s}");
    return std::nullopt;
  }
  const auto& [name, value] = node.entries.front();
  if (name->text == "exponential" || name->text == "constant") {
    const auto mean = read_duration(*value, problems);
    if (!mean) return std::nullopt;
    return name->text == "constant" ? sim::Distribution::constant(ns(*mean))
                                    : sim::Distribution::exponential(ns(*mean));
  }
  if (name->text == "uniform") return uniform(*value, problems);
  if (name->text == "normal" || name->text == "lognormal") return two_parameters(*value, problems, name->text);
  const std::string near = nearest(name->text, kinds);
  problems.add(
      name->mark, fmt::format("unknown distribution \"{}\"", name->text),
      near.empty() ? fmt::format("known: {}", fmt::join(kinds, ", ")) : fmt::format("did you mean \"{}\"?", near));
  return std::nullopt;
}

}  // namespace scenarios
