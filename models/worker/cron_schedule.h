#pragma once

// When a cron trigger fires: the vendor's cron syntax, five fields in UTC (docs: cron triggers). Weekdays count from 1,
// which is Sunday.

#include <bitset>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/time.h"

namespace models::worker {

class CronSchedule {
 public:
  /// Empty if this is none; then `problem` says what is wrong with it.
  [[nodiscard]] static std::optional<CronSchedule> parse(std::string_view text, std::string& problem);

  /// The first time after this one; empty if there is none in the next eight years (a 30th of February).
  [[nodiscard]] std::optional<sim::Time> next(sim::Time after) const;

 private:
  friend class CronReader;
  [[nodiscard]] bool on(std::chrono::year_month_day day) const;
  [[nodiscard]] bool on_day_of_month(std::chrono::year_month_day day) const;
  [[nodiscard]] bool on_weekday(std::chrono::year_month_day day) const;

  std::bitset<60> minutes_;
  std::bitset<24> hours_;
  std::bitset<13> months_;
  bool any_day_ = false, any_weekday_ = false;  // *
  std::bitset<32> days_;
  std::bitset<32> nearest_weekday_to_;  // 15W
  std::bitset<31> days_before_last_;    // L is 0, L-3 is 3
  bool last_weekday_ = false;           // LW
  std::bitset<8> weekdays_;
  std::bitset<8> last_of_month_;                    // 6L
  std::vector<std::pair<unsigned, unsigned>> nth_;  // 6#3: weekday, which
};

}  // namespace models::worker
