#pragma once

// Reads a map of a scenario key by key, keeping every problem, so that a user hears of all of them at once.

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/input_error.h"
#include "scenarios/yaml_document.h"
#include "sim/distribution.h"
#include "sim/time.h"

namespace scenarios {

class Problems {
 public:
  explicit Problems(std::string file) : file_(std::move(file)) {}
  void add(Mark mark, std::string message, std::string remedy = "") {
    problems_.push_back({file_, mark.line, mark.column, std::move(message), std::move(remedy)});
  }
  void add(Problem problem) { problems_.push_back(std::move(problem)); }
  void throw_if_any();

 private:
  std::string file_;
  std::vector<Problem> problems_;
};

/// The known word that is fewest edits away; empty if none is near.
[[nodiscard]] std::string nearest(std::string_view word, const std::vector<std::string_view>& known);

/// "\"x\"", "a list", "a map", "nothing": how a message names what it found.
[[nodiscard]] std::string shown(const Node& node);
/// In quotes, and cut short if it is long.
[[nodiscard]] std::string shown(std::string_view text);
/// `did you mean "latency"?` if a known word is near, else all of them.
[[nodiscard]] std::string suggestion(std::string_view word, const std::vector<std::string_view>& known);

class MapReader {
 public:
  /// what: how messages name this map ("a link profile"). Keys that are not among `known` are problems; a node that
  /// is no map is one too, and reads as empty.
  MapReader(const Node& node, std::string what, std::vector<std::string_view> known, Problems& problems);

  [[nodiscard]] const Node* find(std::string_view key) const { return map_ ? map_->find(key) : nullptr; }
  [[nodiscard]] Mark mark() const { return mark_; }
  Problems& problems() { return problems_; }

  /// A problem unless exactly one of these keys is there.
  bool exactly_one_of(const std::vector<std::string_view>& keys, std::string_view example);
  void require(std::initializer_list<std::string_view> keys, std::string_view example);
  /// Each leaves `into` as it is when the key is absent, and adds a problem when its value is no such thing.
  void text(std::string_view key, std::string& into);
  void count(std::string_view key, std::uint64_t least, std::uint64_t most, std::uint64_t& into);
  void number(std::string_view key, double least, double most, double& into);
  void probability(std::string_view key, double& into);
  void duration(std::string_view key, sim::Duration& into, bool positive = false);
  void distribution(std::string_view key, sim::Distribution& into);
  void one_of(std::string_view key, const std::vector<std::string_view>& words, std::string& into);

 private:
  std::string what_;
  const Node* map_ = nullptr;
  Mark mark_;
  bool has_unknown_ = false;
  std::vector<std::string> meant_;  // the known keys that unknown ones were probably meant to be
  Problems& problems_;
};

/// What a distribution is of: durations in nanoseconds, sizes in bytes, plain numbers.
enum class Quantity : std::uint8_t { duration, size, number };
/// A quantity for a constant, or a map from the name of a distribution to its parameters (load_distributions.cpp).
[[nodiscard]] std::optional<sim::Distribution> read_distribution(const Node& node, Problems& problems,
                                                                 Quantity quantity = Quantity::duration);
[[nodiscard]] std::optional<sim::Duration> read_duration(const Node& node, Problems& problems, bool positive = false);

}  // namespace scenarios
