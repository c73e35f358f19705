#pragma once

#include "models/eviction/policy.h"

namespace models::eviction {

/// The vendor's, as its open runtime does it (spec 1.1): a timer of ten seconds, which activity stops, and a sweep
/// through the class every 70 seconds, counted from its first object, that puts out what it finds unused for longer.
class Observed final : public Policy {
 public:
  Observed(sim::Duration hibernates_after, sim::Duration period)
      : hibernates_after_(hibernates_after), rule_{.after_least = period, .after_most = period, .sweep = true} {}
  [[nodiscard]] sim::Time hibernates_at(const AtRest& object) const override {
    return sim::later(object.now, hibernates_after_);
  }
  [[nodiscard]] sim::Time evicts_at(const AtRest& object, sim::RandomStream& chance) const override {
    return rule_.evicts_at(object, chance);
  }

 private:
  sim::Duration hibernates_after_;
  IdleRule rule_;
};

}  // namespace models::eviction
