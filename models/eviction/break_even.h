#pragma once

#include "models/eviction/policy.h"

namespace models::eviction {

/// Stays until staying has cost what a wake costs: in no gap more than twice the best that could have been done knowing
/// its length (ski rental; spec 4.2).
class BreakEven final : public Policy {
 public:
  /// wake_worth: the residence that costs as much as a wake.
  BreakEven(sim::Duration wake_worth, IdleRule rule) : wake_worth_(wake_worth), rule_(rule) {}
  [[nodiscard]] sim::Time hibernates_at(const AtRest& object) const override {
    return sim::later(object.now, wake_worth_);
  }
  [[nodiscard]] sim::Time evicts_at(const AtRest& object, sim::RandomStream& chance) const override {
    return rule_.evicts_at(object, chance);
  }

 private:
  sim::Duration wake_worth_;
  IdleRule rule_;
};

}  // namespace models::eviction
