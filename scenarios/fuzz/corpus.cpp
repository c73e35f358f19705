#include "scenarios/fuzz/corpus.h"

#include <algorithm>
#include <utility>

namespace scenarios::fuzz {
namespace {

constexpr std::size_t kMostEntries = 1000;
constexpr std::size_t kMostMischief = 24;

void add(Case& one, const Mischief& more) {
  const auto same = [&more](const Mischief& has) { return same_occasion(has, more); };
  if (one.mischief.size() < kMostMischief && std::ranges::none_of(one.mischief, same)) one.mischief.push_back(more);
}

/// To another moment, whole milliseconds from where it was; of what waits for the nth: to the one before or after.
void move(Mischief& mischief, sim::RandomStream& stream) {
  const std::uint64_t drawn = stream.bits();
  auto* const fault = std::get_if<Fault>(&mischief);
  if (fault == nullptr) return;
  const bool back = (drawn & 1) != 0;
  if (fault->when) {
    fault->when->nth = back ? std::max<std::uint64_t>(fault->when->nth, 2) - 1 : fault->when->nth + 1;
    return;
  }
  // 1 ms to 16 s, small ones as often as large ones.
  const std::uint64_t scale = 1ULL << (drawn >> 1) % 15;
  const sim::Duration by = std::chrono::milliseconds(static_cast<std::int64_t>(scale));
  fault->at = back ? std::max<sim::Duration>(*fault->at - by, std::chrono::milliseconds(1)) : *fault->at + by;
}

enum class Change : std::uint8_t { add, drop, move, join, other_seed, reorder };
constexpr std::size_t kChanges = 6;

void change(Case& made, const Case& other, const Ingredients& ingredients, sim::RandomStream& stream) {
  const auto what = static_cast<Change>(stream.below(kChanges));
  const std::uint64_t place = stream.bits();
  switch (made.mischief.empty() && (what == Change::drop || what == Change::move) ? Change::add : what) {
    case Change::add:
      if (!ingredients.singles->empty()) add(made, (*ingredients.singles)[place % ingredients.singles->size()]);
      return;
    case Change::drop:
      made.mischief.erase(made.mischief.begin() + static_cast<std::ptrdiff_t>(place % made.mischief.size()));
      return;
    case Change::move:
      return move(made.mischief[place % made.mischief.size()], stream);
    case Change::join:
      for (const Mischief& more : other.mischief) add(made, more);
      return;
    case Change::other_seed:
      made.seed = ingredients.seed;
      return;
    case Change::reorder:
      made.seed = ingredients.seed;
      for (const Mischief& more : ingredients.order) add(made, more);
      return;
  }
}

bool is_nap(const Mischief& one) {
  const auto* const fault = std::get_if<Fault>(&one);
  return fault != nullptr && fault->kind == models::FaultKind::hibernate;
}

}  // namespace

void Corpus::add(Case one) {
  if (entries_.size() < kMostEntries) {
    entries_.push_back({std::move(one), 0});
    return;
  }
  // The place of the one that was tried most.
  *std::ranges::max_element(entries_, {}, &Entry::chosen) = {std::move(one), 0};
}

const Case& Corpus::choose(sim::RandomStream& stream) {
  const std::size_t one = stream.below(entries_.size()), other = stream.below(entries_.size());
  Entry& fresher = entries_[entries_[one].chosen <= entries_[other].chosen ? one : other];
  ++fresher.chosen;
  return fresher.one;
}

Case mutated(const Case& one, const Case& other, const Ingredients& ingredients, sim::RandomStream& stream) {
  Case made = one;
  const std::uint64_t changes = 1 + stream.below(2);
  for (std::uint64_t i = 0; i < changes; ++i) change(made, other, ingredients, stream);
  made.naps_alone = !made.mischief.empty() && std::ranges::all_of(made.mischief, is_nap);
  return made;
}

bool same_occasion(const Mischief& one, const Mischief& other) {
  if (one.index() != other.index()) return false;
  if (const auto* knob = std::get_if<Knob>(&one)) return *knob == std::get<Knob>(other);
  const Fault& first = std::get<Fault>(one);
  const Fault& second = std::get<Fault>(other);
  return first.kind == second.kind && first.at == second.at && first.when == second.when &&
         first.rooms == second.rooms && first.clients == second.clients;
}

}  // namespace scenarios::fuzz
