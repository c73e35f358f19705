#pragma once

#include <vector>

#include "models/invariants/property.h"
#include "models/invariants/property_spec.h"

namespace models::invariants {

/// What all rooms and Workers use together stays within budgets. A budget for a month is used up when the run has used
/// more than its share, by its planned length, of a month of 30 days: had it gone on like this, the month's use would
/// exceed it, which is how bills are scaled, too. A budget for an hour or a day holds in each hour or day of the run,
/// counted from its start. What is stored may never be more at any moment.
///
/// Reads RequestBilled, DurationBegan, DurationEnded, Committed, WorkerRequest, ServiceCalled (level lifecycle);
/// StorageUsed (level clients) and MessageArrived (level all) when the trace has them, and else the totals of
/// UsageMetered, which come too late to be told apart by hours: then budgets for hours and days of rows and messages
/// are unknown. Unknown, too, if nothing was used.
class UseAtMost final : public Property {
 public:
  explicit UseAtMost(std::vector<UseLimit> limits);
  [[nodiscard]] std::string name() const override;
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  struct Budget {
    UseLimit limit;
    unsigned __int128 used = 0;  // in the meter's own units, since the period began
    std::int64_t period = 0;
    bool exceeded = false;  // in this period
    bool coarse = false;    // some of its use was told only in total
  };
  void visit_storage(const sim::RawRecord& record, const RunContext& run);
  void use(UseMeter meter, std::uint64_t amount, const RunContext& run, bool total = false);
  void add(Budget& budget, unsigned __int128 amount, sim::Time at, const RunContext& run);
  void pass_time(sim::Time now, const RunContext& run);
  void pass_time(Budget& budget, sim::Time now, const RunContext& run);
  [[nodiscard]] bool exceeds(const Budget& budget) const;

  std::vector<Budget> budgets_;
  sim::Duration planned_{};
  bool storage_told_ = false, messages_told_ = false;
  std::vector<bool> billed_;  // by room
  std::uint64_t rooms_billed_ = 0;
  sim::Time billed_until_{};
  std::vector<std::uint64_t> stored_bytes_;  // by room
  std::uint64_t stored_ = 0;
  Findings findings_;
};

}  // namespace models::invariants
