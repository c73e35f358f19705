#include "models/eviction/always.h"
#include "models/eviction/break_even.h"
#include "models/eviction/documented.h"
#include "models/eviction/fixed_ttl.h"
#include "models/eviction/least_recently_used.h"
#include "models/eviction/never.h"
#include "models/eviction/observed.h"
#include "models/eviction/policy.h"

namespace models::eviction {

std::unique_ptr<Policy> make_policy(const Choice& choice) {
  switch (choice.kind) {
    case Choice::Kind::documented:
      return std::make_unique<Documented>(choice.hibernates_after, choice.idle_rule);
    case Choice::Kind::observed:
      return std::make_unique<Observed>(choice.hibernates_after, choice.idle_rule.after_least);
    case Choice::Kind::ttl:
      return std::make_unique<FixedTtl>(choice.ttl, choice.idle_rule);
    case Choice::Kind::lru:
      return std::make_unique<LeastRecentlyUsed>(choice.capacity_bytes);
    case Choice::Kind::break_even:
      return std::make_unique<BreakEven>(choice.wake_worth, choice.idle_rule);
    case Choice::Kind::never:
      return std::make_unique<Never>();
    case Choice::Kind::always:
      return std::make_unique<Always>(choice.idle_rule);
  }
  return nullptr;
}

}  // namespace models::eviction
