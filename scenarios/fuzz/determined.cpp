#include "scenarios/fuzz/determined.h"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/map_reader.h"
#include "sim/distribution.h"

namespace scenarios::fuzz {
namespace {

using Replace = std::function<std::optional<Tree>(const Tree&)>;

void replace_draws(Tree& tree, const Replace& other) {
  if (constant_of(tree)) {
    if (auto value = other(tree)) tree = std::move(*value);
    return;
  }
  for (Tree& item : tree.items) replace_draws(item, other);
  for (auto& [key, value] : tree.entries) replace_draws(value, other);
}

/// To the millisecond, or a whole number.
std::optional<Tree> drawn_from(const Tree& tree, sim::RandomStream& stream) {
  const YamlDocument document = YamlDocument::parse(yaml(tree), "");
  for (const Quantity quantity : {Quantity::duration, Quantity::number}) {
    Problems problems("");
    const auto distribution = read_distribution(document.root(), problems, quantity);
    if (!distribution || problems.size() > 0) continue;
    const auto value = static_cast<std::int64_t>(distribution->sample(stream));
    return Tree::scalar(quantity == Quantity::number
                            ? std::to_string(value)
                            : fmt::format("{}ms", sim::Duration(value) / std::chrono::milliseconds(1)));
  }
  return std::nullopt;
}

}  // namespace

std::optional<Tree> constant_of(const Tree& drawn) {
  if (drawn.entries.size() != 1) return std::nullopt;
  const auto& [name, value] = drawn.entries.front();
  const bool is_scalar = value.kind == Node::Kind::scalar;
  if (is_scalar && (name == "exponential" || name == "constant" || name == "poisson" || name == "geometric"))
    return value;
  if ((name == "uniform" || name == "integer" || name == "empirical") && !value.items.empty())
    return value.items.front();
  constexpr std::string_view kWithParameters[] = {"normal", "lognormal", "weibull", "pareto", "gamma", "quantiles"};
  if (std::find(std::begin(kWithParameters), std::end(kWithParameters), name) == std::end(kWithParameters))
    return std::nullopt;
  for (const auto& [key, parameter] : value.entries)
    if (key == "median" || key == "mean" || key == "scale" || key == "minimum" || key == "50%") return parameter;
  return std::nullopt;
}

Tree determined(const Tree& scenario, const std::function<bool(const Tree&)>& fails, std::uint64_t most,
                sim::RandomStream& stream) {
  for (std::uint64_t i = 0; i < most; ++i) {
    Tree candidate = scenario;
    // At first all alike: what happens at the same time is where races are.
    replace_draws(candidate,
                  i == 0 ? Replace(constant_of) : Replace([&](const Tree& draw) { return drawn_from(draw, stream); }));
    if (candidate == scenario) break;
    if (fails(candidate)) return candidate;
  }
  return scenario;
}

}  // namespace scenarios::fuzz
