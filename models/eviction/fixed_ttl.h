#pragma once

#include "models/eviction/policy.h"

namespace models::eviction {

/// Idle for so long: out of memory. Functions as a service keep their instances like this (spec 4.2).
class FixedTtl final : public Policy {
 public:
  FixedTtl(sim::Duration ttl, IdleRule rule) : ttl_(ttl), rule_(rule) {}
  [[nodiscard]] sim::Time hibernates_at(const AtRest& object) const override { return sim::later(object.now, ttl_); }
  [[nodiscard]] sim::Time evicts_at(const AtRest& object, sim::RandomStream& chance) const override {
    return rule_.evicts_at(object, chance);
  }

 private:
  sim::Duration ttl_;
  IdleRule rule_;
};

}  // namespace models::eviction
