#include "models/runtime/daily_use.h"

#include <algorithm>

#include "models/records.h"

namespace models::runtime {
namespace {

constexpr sim::Duration kDay = std::chrono::hours(24);
constexpr std::uint64_t kMegabytesPerObject = 128;  // decimal, whatever it really holds

std::size_t at(Allowance allowance) { return static_cast<std::size_t>(allowance); }

}  // namespace

DailyUse::DailyUse(sim::Simulation& simulation, const DailyAllowances& allowances) : simulation_(simulation) {
  most_[at(Allowance::object_requests)] = Amount{allowances.object_requests} * kMessagesPerRequest;
  // In nanoseconds of one object.
  most_[at(Allowance::object_duration)] =
      Amount{allowances.object_duration_gb_s} * 1'000 * 1'000'000'000 / kMegabytesPerObject;
  most_[at(Allowance::rows_read)] = allowances.rows_read;
  most_[at(Allowance::rows_written)] = allowances.rows_written;
  most_[at(Allowance::worker_requests)] = allowances.worker_requests;
  begin_day();
}

void DailyUse::rows(std::uint64_t read, std::uint64_t written) {
  if (read > 0) use(Allowance::rows_read, read);
  if (written > 0) use(Allowance::rows_written, written);
}

void DailyUse::duration_began() {
  count_duration();
  ++open_;
}

void DailyUse::duration_ended() {
  count_duration();
  --open_;
}

bool DailyUse::spent(Allowance allowance) {
  count_duration();
  return used_[at(allowance)] >= most_[at(allowance)];
}

std::string_view DailyUse::refusal(Allowance allowance) {
  switch (allowance) {
    case Allowance::object_requests:
      return "Exceeded allowed volume of requests in Durable Objects free tier.";
    case Allowance::object_duration:
      return "Exceeded allowed duration in Durable Objects free tier.";
    case Allowance::rows_read:
      return "Exceeded allowed rows read in Durable Objects free tier.";
    case Allowance::rows_written:
      return "Exceeded allowed rows written in Durable Objects free tier.";
    case Allowance::worker_requests:
      break;
  }
  return "error code: 1027";
}

void DailyUse::use(Allowance allowance, Amount amount) {
  begin_day();
  Amount& used = used_[at(allowance)];
  const bool was_left = used < most_[at(allowance)];
  used += amount;
  if (was_left && used >= most_[at(allowance)]) simulation_.record(AllowanceSpent{.allowance = allowance});
}

void DailyUse::begin_day() {
  const std::int64_t today = simulation_.now().time_since_epoch() / kDay;
  if (today == day_) return;
  day_ = today;
  used_ = {};
  counted_ = std::max(counted_, sim::Time{kDay * today});
}

void DailyUse::count_duration() {
  begin_day();
  const auto passed = static_cast<std::uint64_t>((simulation_.now() - counted_).count());
  counted_ = simulation_.now();
  if (open_ > 0 && passed > 0) use(Allowance::object_duration, Amount{open_} * passed);
}

}  // namespace models::runtime
