#include "scenarios/fuzz/systematic.h"

#include <algorithm>
#include <utility>

#include "scenarios/fuzz/corpus.h"

namespace scenarios::fuzz {
namespace {

constexpr std::uint64_t kMostSubsets = 20'000;
constexpr std::size_t kLargest = 3;
constexpr std::size_t kMostTieOrders = 200;

bool is(const std::vector<Mischief>& element, models::FaultKind kind) {
  const auto* const fault = element.size() == 1 ? std::get_if<Fault>(&element.front()) : nullptr;
  return fault != nullptr && fault->kind == kind;
}

/// What is joined first comes first: hibernation and eviction everywhere.
int rank_of(const std::vector<Mischief>& element) {
  if (is(element, models::FaultKind::hibernate)) return 0;
  return is(element, models::FaultKind::evict) ? 1 : 2;
}

}  // namespace

void Systematic::sweep(std::uint64_t seed, const Occasions& occasions, const std::vector<RoomThread>& threads) {
  swept_seed_ = seed;
  for (Case& one : fuzz::sweep(occasions, seed)) singles_.push_back(std::move(one));
  const auto add = [&](Reorderings changes) {
    for (std::vector<Mischief>& change : changes)
      singles_.push_back({.seed = seed, .mischief = std::move(change), .naps_alone = false});
  };
  add(swaps(threads, patience_));
  add(tie_orders(threads, kMostTieOrders).orders);
  add(alarms_at_gaps(threads));
}

void Systematic::weather(std::uint64_t seed, const Occasions& occasions, const std::vector<RoomThread>& threads) {
  if (!singles_.empty() || swept_seed_ == seed) return;
  sweep(seed, occasions, threads);
  if (first_seed_) return;
  first_seed_ = seed;
  for (const Case& one : singles_)
    if (one.mischief.size() == 1 || !one.naps_alone) elements_.push_back(one.mischief);
  std::vector<std::vector<Mischief>> in_order;
  for (const int rank : {0, 1, 2})
    for (const auto& element : elements_)
      if (rank_of(element) == rank) in_order.push_back(element);
  elements_ = std::move(in_order);
  subsets_.emplace(elements_.size(), kLargest, kMostSubsets);
}

std::optional<Case> Systematic::next_of_first() {
  while (const auto chosen = subsets_->next()) {
    if (chosen->size() > exhausted_ + 1) exhausted_ = chosen->size() - 1;
    Case made{.seed = *first_seed_, .mischief = {}, .naps_alone = true};
    bool twice = false;
    for (const std::size_t element : *chosen) {
      for (const Mischief& one : elements_[element]) {
        twice =
            twice || std::ranges::any_of(made.mischief, [&](const Mischief& has) { return same_occasion(has, one); });
        made.mischief.push_back(one);
      }
      made.naps_alone = made.naps_alone && is(elements_[element], models::FaultKind::hibernate);
    }
    if (twice) continue;
    ++cases_;
    return made;
  }
  exhausted_ = std::max(exhausted_, subsets_->largest());
  subsets_.reset();
  return std::nullopt;
}

std::optional<Case> Systematic::next() {
  // By turns once the first weather's singles are done.
  const bool singles_of_first = first_seed_ == swept_seed_ && !singles_.empty();
  if (!singles_of_first && subsets_) {
    exhausted_ = std::max<std::size_t>(exhausted_, 1);
    of_first_ = !of_first_ || singles_.empty();
    if (of_first_)
      if (auto one = next_of_first()) return one;
  }
  if (singles_.empty()) return std::nullopt;
  Case one = std::move(singles_.front());
  singles_.pop_front();
  if (singles_of_first) ++cases_;
  return one;
}

}  // namespace scenarios::fuzz
