#pragma once

// What a trace says of the rooms' lives so far: what a look at one moment cannot show.

#include <map>
#include <optional>
#include <string>

#include "models/records.h"
#include "sim/trace.h"

namespace commands {

struct RoomPast {
  std::optional<sim::Time> woke;  // its present instance's construction, or its last one's
  models::ConstructReason woke_for{};
  std::optional<sim::Time> left;  // memory, since when it has not been there
  std::string left_by;            // "hibernated", "was evicted", "was reset: why"
  std::optional<sim::Time> last_invocation;
  models::InvocationKind last_kind{};
  std::optional<sim::Time> thrown;
  std::string thrown_what;
};

class RoomHistory {
 public:
  void visit(const sim::RawRecord& record);
  [[nodiscard]] const RoomPast& of(models::RoomId room) const;

 private:
  std::map<models::RoomId, RoomPast> rooms_;
};

}  // namespace commands
