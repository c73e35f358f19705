#pragma once

#include "models/eviction/policy.h"

namespace models::eviction {

/// The vendor's, as its documentation has it (docs: lifecycle): ten seconds until hibernation; what cannot hibernate
/// goes between 70 and 140 seconds after its last event.
class Documented final : public Policy {
 public:
  Documented(sim::Duration hibernates_after, IdleRule rule) : hibernates_after_(hibernates_after), rule_(rule) {}
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
