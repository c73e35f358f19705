#pragma once

#include <string>
#include <vector>

#include "models/invariants/property.h"
#include "models/invariants/property_spec.h"

namespace models::invariants {

/// Whether quantiles are below their limits, without keeping what they are of: the 95th percentile is at most 200 ms
/// if, and only if, 95 of a hundred are. A limit that a few exceed is not known to be broken while there are fewer of
/// them all than one in that share: of seven, no 95th percentile can be told.
class ShareWithin {
 public:
  explicit ShareWithin(std::vector<QuantileLimit> limits);
  /// "p95 200 ms, p99 1 s"
  [[nodiscard]] std::string limits() const;
  /// Whether it exceeds a limit that nothing has exceeded before: then it should be told().
  [[nodiscard]] bool add(sim::Duration took);
  void told(Violation first) { first_ = std::move(first); }
  /// what: "messages".
  [[nodiscard]] Verdict verdict(std::string property, std::string_view what, std::string never) const;

 private:
  struct Limit {
    QuantileLimit limit;
    std::uint64_t over = 0;
  };
  std::vector<Limit> limits_;
  std::uint64_t count_ = 0;
  sim::Duration longest_{};
  std::optional<Violation> first_;
};

}  // namespace models::invariants
