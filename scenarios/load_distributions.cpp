#include <fmt/format.h>

#include <algorithm>

#include "scenarios/distribution_keys.h"
#include "scenarios/map_reader.h"
#include "scenarios/quantities.h"

// Distributions of durations, sizes and numbers.

namespace scenarios {
namespace {

using sim::Distribution;

constexpr double kMostNumber = 1e15;

/// One quantity of this kind, 0 or more.
std::optional<double> read_quantity(const Node& node, Quantity quantity, Problems& problems, bool positive = false) {
  if (quantity == Quantity::duration) {
    const auto duration = read_duration(node, problems, positive);
    return duration ? std::optional(static_cast<double>(duration->count())) : std::nullopt;
  }
  std::optional<double> value;
  if (quantity == Quantity::number) {
    value = node.is_scalar() ? parse_number(node.text) : std::nullopt;
  } else if (const auto size = node.is_scalar() ? parse_size(node.text) : std::nullopt) {
    value = static_cast<double>(*size);
  }
  if (value && *value >= 0 && *value <= kMostNumber && (!positive || *value > 0)) return value;
  const bool number = quantity == Quantity::number;
  problems.add(node.mark,
               fmt::format("expected a {}{}, not {}", number ? "number" : "size", positive ? " of more than 0" : "",
                           shown(node)),
               number ? "for example: 3, or 0.5" : "sizes are written 100B, 16KiB, 2MB");
  return std::nullopt;
}

std::string_view example_value(Quantity quantity) {
  if (quantity == Quantity::duration) return "10s";
  return quantity == Quantity::size ? "2KiB" : "5";
}

std::optional<Distribution> read_pair(const Node& node, std::string_view kind, Quantity quantity, Problems& problems) {
  const bool whole = kind == "integer";
  if (node.kind != Node::Kind::sequence || node.items.size() != 2) {
    if (quantity == Quantity::duration)
      problems.add(node.mark, fmt::format("{} takes two durations, not {}", kind, shown(node)),
                   "for example: {uniform: [1s, 2s]}");
    else
      problems.add(node.mark, fmt::format("{} takes two values, not {}", kind, shown(node)),
                   fmt::format("for example: {{{}: [1, 6]}}", kind));
    return std::nullopt;
  }
  const auto low = read_quantity(*node.items[0], quantity, problems);
  const auto high = read_quantity(*node.items[1], quantity, problems);
  if (!low || !high) return std::nullopt;
  if (*low > *high) {
    problems.add(node.mark,
                 fmt::format("{}: the first {} is {} than the second", kind,
                             quantity == Quantity::duration ? "duration" : "value",
                             quantity == Quantity::duration ? "longer" : "larger"),
                 fmt::format("write the {} one first", quantity == Quantity::duration ? "shorter" : "smaller"));
    return std::nullopt;
  }
  if (whole && (*low != static_cast<double>(static_cast<std::int64_t>(*low)) ||
                *high != static_cast<double>(static_cast<std::int64_t>(*high)))) {
    problems.add(node.mark, "integer: both ends must be whole numbers", "for example: {integer: [1, 6]}");
    return std::nullopt;
  }
  return whole ? Distribution::integer(*low, *high) : Distribution::uniform(*low, *high);
}

/// normal, lognormal, weibull, pareto, gamma: two parameters by name.
struct Parameters {
  std::string_view kind, first, second;
  bool second_is_number;  // a shape, without a unit
};
constexpr Parameters kParameters[] = {{"normal", "mean", "sd", false},
                                      {"lognormal", "median", "p95", false},
                                      {"weibull", "scale", "shape", true},
                                      {"pareto", "minimum", "shape", true},
                                      {"gamma", "mean", "shape", true}};

std::optional<Distribution> with_parameters(const Node& node, const Parameters& parameters, Quantity quantity,
                                            Problems& problems) {
  const auto& [kind, first, second, second_is_number] = parameters;
  MapReader map(node, parameter_keys(kind, quantity), problems);
  const bool positive = kind != "normal";
  const Node* a_node = map.find(first);
  const Node* b_node = map.find(second);
  if (a_node == nullptr || b_node == nullptr) return std::nullopt;
  const auto a = read_quantity(*a_node, quantity, problems, positive);
  const auto b = read_quantity(*b_node, second_is_number ? Quantity::number : quantity, problems, positive);
  if (!a || !b) return std::nullopt;
  if (kind == "normal") return Distribution::normal(*a, *b);
  if (kind == "weibull") return Distribution::weibull(*a, *b);
  if (kind == "pareto") return Distribution::pareto(*a, *b);
  if (kind == "gamma") return Distribution::gamma(*a / *b, *b);
  if (*b > *a) return Distribution::lognormal_p95(*a, *b);
  problems.add(
      node.mark,
      fmt::format("lognormal: p95 must be {} than the median", quantity == Quantity::duration ? "longer" : "larger"),
      std::string(parameter_keys(kind, quantity).example));
  return std::nullopt;
}

/// [1s, 2s, 2s], each alike, or {1s: 70%, 5s: 30%}.
std::optional<Distribution> read_empirical(const Node& node, Quantity quantity, Problems& problems) {
  std::vector<double> values, weights;
  for (const Node* item : node.items) {
    if (const auto value = read_quantity(*item, quantity, problems)) {
      values.push_back(*value);
      weights.push_back(1);
    }
  }
  for (const auto& [name, share] : node.entries) {
    const auto value = read_quantity(*name, quantity, problems);
    auto weight = share->is_scalar() ? parse_number(share->text) : std::nullopt;
    if (!weight && share->is_scalar()) weight = parse_probability(share->text);
    if (!weight || *weight < 0) {
      problems.add(share->mark, fmt::format("expected a share or a weight, not {}", shown(*share)),
                   "for example: 70%, or 7");
    } else if (value) {
      values.push_back(*value);
      weights.push_back(*weight);
    }
  }
  const bool any = std::ranges::any_of(weights, [](double weight) { return weight > 0; });
  if (any) return Distribution::empirical(values, weights);
  problems.add(node.mark, "empirical takes values, or values with their shares",
               fmt::format("for example: {{empirical: {{{}: 70%, 0: 30%}}}}", example_value(quantity)));
  return std::nullopt;
}

/// {0%: 1s, 50%: 3s, 100%: 60s}
std::optional<Distribution> read_quantiles(const Node& node, Quantity quantity, Problems& problems) {
  const std::string example =
      fmt::format("for example: {{quantiles: {{0%: 0, 50%: {0}, 100%: {0}}}}}", example_value(quantity));
  std::vector<double> values, probabilities;
  for (const auto& [name, node_of_value] : node.entries) {
    const auto probability = parse_probability(name->text);
    if (!probability) problems.add(name->mark, fmt::format("expected a percentage, not {}", shown(*name)), example);
    const auto value = read_quantity(*node_of_value, quantity, problems);
    if (!probability || !value) return std::nullopt;
    values.push_back(*value);
    probabilities.push_back(*probability);
  }
  const bool whole = values.size() >= 2 && probabilities.front() == 0 && probabilities.back() == 1;
  if (whole && std::ranges::is_sorted(values) && std::ranges::is_sorted(probabilities))
    return Distribution::quantiles(std::move(values), std::move(probabilities));
  problems.add(node.mark, "quantiles go from 0% to 100%, and their values never fall", example);
  return std::nullopt;
}

std::optional<Distribution> read_zipf(const Node& node, Problems& problems) {
  MapReader map(node, kZipfNumbers, problems);
  double s = 1;
  std::uint64_t ranks = 1;
  map.number("s", s);
  map.count("ranks", ranks);
  return Distribution::zipf(s, static_cast<std::uint32_t>(ranks));
}

std::optional<Distribution> read_geometric(const Node& node, Problems& problems) {
  const auto mean = read_quantity(node, Quantity::number, problems);
  if (!mean) return std::nullopt;
  if (*mean >= 1) return Distribution::geometric(1 / *mean);
  problems.add(node.mark, "geometric: a number of trials is 1 or more, and so is its mean", "{geometric: 5}");
  return std::nullopt;
}

std::optional<Distribution> read_kind(std::string_view kind, const Node& value, Quantity quantity, Problems& problems) {
  if (kind == "uniform" || kind == "integer") return read_pair(value, kind, quantity, problems);
  if (kind == "empirical") return read_empirical(value, quantity, problems);
  if (kind == "quantiles") return read_quantiles(value, quantity, problems);
  if (kind == "zipf") return read_zipf(value, problems);
  if (kind == "geometric") return read_geometric(value, problems);
  for (const Parameters& parameters : kParameters)
    if (kind == parameters.kind) return with_parameters(value, parameters, quantity, problems);
  const auto mean = read_quantity(value, quantity, problems);
  if (!mean) return std::nullopt;
  if (kind == "constant") return Distribution::constant(*mean);
  return kind == "poisson" ? Distribution::poisson(*mean) : Distribution::exponential(*mean);
}

}  // namespace

std::optional<Distribution> read_distribution(const Node& node, Problems& problems, Quantity quantity) {
  if (!node.is_map()) {
    const auto constant = read_quantity(node, quantity, problems);
    if (!constant) return std::nullopt;
    return Distribution::constant(*constant);
  }
  const std::vector<std::string_view> kinds = distribution_keys(quantity).keys();
  if (node.entries.size() != 1) {
    problems.add(node.mark,
                 fmt::format("a distribution is one of {}, or a plain {}", fmt::join(kinds, ", "),
                             quantity == Quantity::duration ? "duration"
                             : quantity == Quantity::size   ? "size"
                                                            : "number"),
                 fmt::format("for example: {{exponential: {}}}",
                             quantity == Quantity::duration ? "40s" : example_value(quantity)));
    return std::nullopt;
  }
  const auto& [name, value] = node.entries.front();
  if (std::ranges::find(kinds, name->text) == kinds.end()) {
    problems.add(name->mark, fmt::format("unknown distribution {}", shown(*name)), suggestion(name->text, kinds));
    return std::nullopt;
  }
  return read_kind(name->text, *value, quantity, problems);
}

}  // namespace scenarios
