#pragma once

#include <map>
#include <vector>

#include "models/invariants/property.h"

namespace models::invariants {

/// Waking with nothing to do leaves in storage and alarm what waking once leaves. The first wake may set things up; if
/// each further one adds keys or rows, makes a value or a table's texts longer, or moves the alarm by more than the
/// time that has passed, the constructor is not idempotent. A value that merely changes says nothing: it may be the
/// time, an epoch or the number of wakes.
///
/// Reads RoomStored with the member `wakes` (scenarios/woken_rooms.h), InvocationBegan and RoomReset: a room that had
/// anything else to do in between, or was woken less than three times, says nothing.
class ConstructorIdempotent final : public Property {
 public:
  [[nodiscard]] std::string name() const override { return "constructor idempotent"; }
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  void settle(RoomId room, const RunContext& run);
  using Sizes = std::map<std::string, std::int64_t>;
  struct Look {
    sim::Time at{};
    Sizes values;       // by key: how long
    Sizes rows, texts;  // by table: how many, and how long all texts and blobs are together
    std::optional<std::int64_t> alarm_ms;
  };
  using Looks = std::vector<Look>;  // after each wake from the first on
  [[nodiscard]] static Look look_at(const nlohmann::json& contents, sim::Time at);
  static bool grows(const std::vector<std::int64_t>& numbers);
  static std::string row_of(const std::vector<std::int64_t>& numbers);
  /// Sentences, if something grows.
  [[nodiscard]] static std::vector<std::string> growth(const Looks& looks);
  [[nodiscard]] static std::vector<std::string> growth(const Looks& looks, Sizes Look::* sizes, const char* what);
  [[nodiscard]] static std::vector<std::string> more_keys(const Looks& looks);
  [[nodiscard]] static std::vector<std::string> moved_alarm(const Looks& looks);

  std::map<RoomId, Looks> rooms_;
  Findings findings_;
};

}  // namespace models::invariants
