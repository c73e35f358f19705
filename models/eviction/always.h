#pragma once

#include "models/eviction/policy.h"

namespace models::eviction {

/// Whoever can hibernate does so at once: the least memory, the most wakes.
class Always final : public Policy {
 public:
  explicit Always(IdleRule rule) : rule_(rule) {}
  [[nodiscard]] sim::Time hibernates_at(const AtRest& object) const override { return object.now; }
  [[nodiscard]] sim::Time evicts_at(const AtRest& object, sim::RandomStream& chance) const override {
    return rule_.evicts_at(object, chance);
  }

 private:
  IdleRule rule_;
};

}  // namespace models::eviction
