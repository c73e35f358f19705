#pragma once

#include "models/eviction/policy.h"

namespace models::eviction {

/// Nobody leaves: the most memory, the fewest wakes.
class Never final : public Policy {
 public:
  [[nodiscard]] sim::Time hibernates_at(const AtRest& /*object*/) const override { return sim::Time::max(); }
  [[nodiscard]] sim::Time evicts_at(const AtRest& /*object*/, sim::RandomStream& /*chance*/) const override {
    return sim::Time::max();
  }
};

}  // namespace models::eviction
