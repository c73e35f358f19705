#pragma once

// What a run is made of, each with a digest of its own, so that two runs that differ also say in what.

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sim/choice.h"
#include "sim/trace.h"

namespace commands {

struct IngredientDigests {
  std::string order;  // what happened to whom, one after another, without instants
  std::string time;   // the instants, and durations that records tell
  std::string draws;  // what was drawn, with its keys; "" for a trace alone: it does not tell
  std::string cost;   // what is billed
  friend bool operator==(const IngredientDigests&, const IngredientDigests&) = default;
};

class Ingredients {
 public:
  void visit(const sim::RawRecord& record);
  /// `end`: what the worker said at the run's end, or nothing.
  [[nodiscard]] IngredientDigests digests(const nlohmann::json& end) const;

 private:
  std::uint64_t order_ = sim::stable_hash("order");
  std::uint64_t time_ = sim::stable_hash("time");
  std::uint64_t cost_ = sim::stable_hash("cost");
};

[[nodiscard]] nlohmann::ordered_json json_of(const IngredientDigests& digests);
[[nodiscard]] IngredientDigests ingredients_of(const nlohmann::json& json);

/// Names of those that differ: "order", "time", "draws", "cost".
[[nodiscard]] std::vector<std::string> differing(const IngredientDigests& a, const IngredientDigests& b);
/// By which of them two records of one place in their runs differ.
[[nodiscard]] std::vector<std::string> differing(const sim::RawRecord& a, const sim::RawRecord& b);

}  // namespace commands
