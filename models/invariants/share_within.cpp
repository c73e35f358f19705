#include "models/invariants/share_within.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/calendar.h"

namespace models::invariants {
namespace {

constexpr std::uint64_t kAll = 10'000;

/// "p95", "p99.9", "every one"
std::string name_of(const QuantileLimit& limit) {
  if (limit.of_ten_thousand == kAll) return "every one";
  const std::uint32_t whole = limit.of_ten_thousand / 100, rest = limit.of_ten_thousand % 100;
  if (rest == 0) return fmt::format("p{}", whole);
  return rest % 10 == 0 ? fmt::format("p{}.{}", whole, rest / 10) : fmt::format("p{}.{:02}", whole, rest);
}

}  // namespace

ShareWithin::ShareWithin(std::vector<QuantileLimit> limits) {
  for (const QuantileLimit& limit : limits) limits_.push_back({limit, 0});
}

std::string ShareWithin::limits() const {
  std::string all;
  for (const Limit& each : limits_)
    all += fmt::format("{}{} {}", all.empty() ? "" : ", ", name_of(each.limit), sim::format_duration(each.limit.most));
  return all;
}

bool ShareWithin::add(sim::Duration took) {
  ++count_;
  longest_ = std::max(longest_, took);
  bool exceeds = false;
  for (Limit& each : limits_) {
    if (took <= each.limit.most) continue;
    ++each.over;
    exceeds = true;
  }
  return exceeds && !first_;
}

Verdict ShareWithin::verdict(std::string property, std::string_view what, std::string never) const {
  Verdict verdict{.property = std::move(property),
                  .outcome = Outcome::holds,
                  .first = {},
                  .violations = 0,
                  .examined = count_,
                  .why_unknown = {}};
  if (count_ == 0) {
    verdict.outcome = Outcome::unknown;
    verdict.why_unknown = std::move(never);
    return verdict;
  }
  for (const Limit& each : limits_) {
    if (each.over == 0) continue;
    const std::uint64_t may_exceed = kAll - each.limit.of_ten_thousand;
    if (may_exceed > 0 && count_ * may_exceed < kAll) {  // not one whole may
      if (verdict.outcome == Outcome::violated) continue;
      verdict.outcome = Outcome::unknown;
      verdict.why_unknown =
          fmt::format("{} of {} {} took longer than {}, up to {}: too few to tell {} from", each.over, count_, what,
                      sim::format_duration(each.limit.most), sim::format_duration(longest_), name_of(each.limit));
      continue;
    }
    if (each.over * kAll <= count_ * may_exceed) continue;
    if (verdict.outcome != Outcome::violated) verdict.first = first_;
    verdict.outcome = Outcome::violated;
    verdict.why_unknown.clear();
    verdict.violations = std::max(verdict.violations, each.over);
    if (verdict.first)
      verdict.first->explanation.push_back(fmt::format("In all {} of {} {} took longer than {} ({}), up to {}.",
                                                       each.over, count_, what, sim::format_duration(each.limit.most),
                                                       name_of(each.limit), sim::format_duration(longest_)));
  }
  return verdict;
}

}  // namespace models::invariants
