#include "models/eviction/policy.h"

namespace models::eviction {

sim::Time IdleRule::evicts_at(const AtRest& object, sim::RandomStream& chance) const {
  // The draw is made in either case, so that a scenario which changes the rule shifts no other.
  const std::uint64_t late = chance.below(static_cast<std::uint64_t>((after_most - after_least).count()) + 1);
  if (!sweep) return object.last_event + after_least + sim::Duration{static_cast<std::int64_t>(late)};
  const sim::Duration since = object.last_event - object.class_began;
  return object.class_began + ((since + after_least) / after_least + 1) * after_least;
}

}  // namespace models::eviction
