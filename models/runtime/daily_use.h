#pragma once

// What an account on the Free plan has used of its day. Over an allowance operations of that kind fail until the next
// day begins, at 00:00 UTC (docs/spec/pricing.md A4, A7).

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "models/record_kinds.h"
#include "sim/simulation.h"

namespace models::runtime {

/// Object requests with 20 messages for one; object duration in GB-s, of 128 MB an object; rows; Worker requests.
struct DailyAllowances {
  std::uint64_t object_requests = 100'000;
  std::uint64_t object_duration_gb_s = 13'000;
  std::uint64_t rows_read = 5'000'000;
  std::uint64_t rows_written = 100'000;
  std::uint64_t worker_requests = 100'000;
};

class DailyUse {
 public:
  DailyUse(sim::Simulation& simulation, const DailyAllowances& allowances);

  void request() { use(Allowance::object_requests, kMessagesPerRequest); }
  /// One that came in.
  void message() { use(Allowance::object_requests, 1); }
  void rows(std::uint64_t read, std::uint64_t written);
  void worker_request() { use(Allowance::worker_requests, 1); }
  /// An object's duration begins, or ends, to be billed.
  void duration_began();
  void duration_ended();

  /// Whether nothing of it is left of today. For object_duration: as of now.
  [[nodiscard]] bool spent(Allowance allowance);
  /// What the platform says then.
  [[nodiscard]] static std::string_view refusal(Allowance allowance);

 private:
  static constexpr std::uint64_t kMessagesPerRequest = 20;
  static constexpr std::size_t kAllowances = 5;
  using Amount = unsigned __int128;

  void use(Allowance allowance, Amount amount);
  void begin_day();
  void count_duration();

  sim::Simulation& simulation_;
  std::array<Amount, kAllowances> most_;
  std::array<Amount, kAllowances> used_{};
  std::int64_t day_ = -1;
  std::uint64_t open_ = 0;  // objects whose duration is billed now
  sim::Time counted_{};     // until when it is in used_
};

}  // namespace models::runtime
