#pragma once

// Reads a map of a scenario key by key, keeping every problem, so that a user hears of all of them at once.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/input_error.h"
#include "scenarios/key_table.h"
#include "scenarios/yaml_document.h"
#include "sim/distribution.h"
#include "sim/time.h"

namespace scenarios {

class Problems {
 public:
  explicit Problems(std::string file) : files_{std::move(file)} {}
  /// The scenario's own file, then those that it includes, as marks number them.
  explicit Problems(std::vector<std::string> files) : files_(std::move(files)) {}
  void add(Mark mark, std::string message, std::string remedy = "") {
    problems_.push_back({files_[mark.file], mark.line, mark.column, std::move(message), std::move(remedy)});
  }
  void add(Problem problem) { problems_.push_back(std::move(problem)); }
  /// Where relative paths that stand there count from.
  [[nodiscard]] std::filesystem::path folder_of(Mark mark) const {
    return std::filesystem::path(files_[mark.file]).parent_path();
  }
  [[nodiscard]] const std::vector<Problem>& all() const { return problems_; }
  [[nodiscard]] std::size_t size() const { return problems_.size(); }
  void throw_if_any();

 private:
  std::vector<std::string> files_;
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
  /// Keys that are not in the table are problems, as are needed ones that are not there; a node that is no map is one
  /// too, and reads as empty.
  MapReader(const Node& node, const KeyTable& table, Problems& problems);
  MapReader(const MapReader&) = delete;
  MapReader& operator=(const MapReader&) = delete;
  ~MapReader() { finish(); }

  /// Whether the table has the key.
  [[nodiscard]] bool takes(std::string_view key) const { return table_.find(key) != nullptr; }
  /// What stands at the key, which the table must have.
  [[nodiscard]] const Node* find(std::string_view key) const;
  [[nodiscard]] Mark mark() const { return mark_; }
  Problems& problems() { return problems_; }

  /// A problem unless exactly one of the keys that the table says, or of these, is there.
  bool exactly_one_of(std::string_view example) { return exactly_one_of(table_.exactly_one_of, example); }
  bool exactly_one_of(const std::vector<std::string_view>& keys, std::string_view example);
  /// For keys that are needed only because of what else is there.
  void require(std::initializer_list<std::string_view> keys, std::string_view example);
  /// Each leaves `into` as it is when the key is absent, and adds a problem when its value is not what the table says.
  void text(std::string_view key, std::string& into);
  void count(std::string_view key, std::uint64_t& into);
  void number(std::string_view key, double& into);
  void probability(std::string_view key, double& into);
  void duration(std::string_view key, sim::Duration& into);
  void distribution(std::string_view key, sim::Distribution& into);
  void one_of(std::string_view key, std::string& into);
  /// For words that only the scenario itself knows; the table calls them text.
  void one_of(std::string_view key, const std::vector<std::string_view>& words, std::string& into);
  /// What is there and was never asked for is an error of ours, which shows as a problem where there is no other.
  void finish();

 private:
  [[nodiscard]] bool has(std::string_view key) const { return map_ != nullptr && map_->find(key) != nullptr; }
  [[nodiscard]] const Value& form(std::string_view key, Value::Kind kind) const;

  const KeyTable& table_;
  const Node* map_ = nullptr;
  Mark mark_;
  bool has_unknown_ = false;
  std::vector<std::string> meant_;  // the known keys that unknown ones were probably meant to be
  mutable std::vector<const KeyRow*> read_;
  std::size_t problems_before_;
  Problems& problems_;
};

/// What a distribution is of: durations in nanoseconds, sizes in bytes, plain numbers.
enum class Quantity : std::uint8_t { duration, size, number };
/// A quantity for a constant, or a map from the name of a distribution to its parameters (load_distributions.cpp).
[[nodiscard]] std::optional<sim::Distribution> read_distribution(const Node& node, Problems& problems,
                                                                 Quantity quantity = Quantity::duration);
[[nodiscard]] std::optional<sim::Duration> read_duration(const Node& node, Problems& problems, bool positive = false);

}  // namespace scenarios
