#pragma once

// What leaves a handler that the room has to answer for.

#include <map>
#include <optional>
#include <string_view>

#include "models/invariants/property.h"

namespace scenarios::fuzz {

/// What calls and writes fail with when a fault befalls the object (docs/decisions/0022-errors-of-the-platform.md).
[[nodiscard]] bool is_of_the_platform(std::string_view sentence);

/// Of all exceptions of a run the first that counts. An alarm() that throws an error of its own is retried (spec 5.3):
/// it counts when it is not to be retried any more, or has failed for a minute, or if somebody has promised that no
/// handler throws (docs/decisions/0025-asking-for-a-retry.md).
class Throws {
 public:
  explicit Throws(bool promised = false) : promised_(promised) {}
  /// The records of a run in their order; run has seen each before.
  void visit(const sim::RawRecord& record, const models::invariants::RunContext& run);
  [[nodiscard]] std::optional<models::invariants::Violation> first() const;

 private:
  using Violation = models::invariants::Violation;
  void counts(const Violation& violation);

  struct Asking {  // an alarm that is retried
    Violation first;
    bool has_thrown = true;  // in the run of alarm() that is under way
  };
  bool promised_;
  std::optional<Violation> first_;
  std::map<models::RoomId, Asking> asking_;
  sim::Time end_{};
};

}  // namespace scenarios::fuzz
