#include "scenarios/fuzz/pct.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace scenarios::fuzz {
namespace {

constexpr unsigned kDeepest = 6;

bool lets_others_in(const RoomStep& step) { return step.ended > step.arrived; }

/// Threads as they are walked through, one step after another.
class Walk {
 public:
  Walk(const std::vector<RoomThread>& threads, const Patience& patience, sim::Duration window)
      : threads_(threads), patience_(patience), window_(window), at_(threads.size()), delays_(no_delays(threads)) {}

  void prioritise(std::size_t thread, std::size_t priority) { at_[thread].priority = priority; }
  [[nodiscard]] bool over() const {
    for (std::size_t t = 0; t < threads_.size(); ++t)
      if (!done(t)) return false;
    return true;
  }
  /// Whose step comes next.
  [[nodiscard]] std::size_t next() const;
  void take(std::size_t thread);
  [[nodiscard]] const Delays& delays() const { return delays_; }

 private:
  struct Place {
    std::size_t priority = 0;
    std::size_t step = 0;
    bool inside = false;    // its handler has begun, and has not ended
    sim::Duration shift{};  // of what it sends
    sim::Duration began{};
  };
  [[nodiscard]] const RoomStep& step(std::size_t t) const { return threads_[t].steps[at_[t].step]; }
  [[nodiscard]] bool done(std::size_t t) const { return at_[t].step >= threads_[t].steps.size(); }
  /// When it comes if nothing holds it.
  [[nodiscard]] sim::Duration due(std::size_t t) const {
    if (at_[t].inside) return at_[t].began + (step(t).ended - step(t).arrived);
    return step(t).arrived + at_[t].shift;
  }
  [[nodiscard]] sim::Duration most(std::size_t t) const {
    return threads_[t].is_alarm ? kLatestAlarm : std::min(patience_.each, patience_.all - held_);
  }
  /// Could not wait for another step of somebody else's.
  [[nodiscard]] bool impatient(std::size_t t, sim::Duration until) const {
    return at_[t].inside || until - due(t) > most(t);
  }

  const std::vector<RoomThread>& threads_;
  Patience patience_;
  sim::Duration window_;
  std::vector<Place> at_;
  Delays delays_;
  sim::Duration now_ = sim::Duration::min() / 2;
  std::size_t last_ = SIZE_MAX;
  sim::Duration held_{};
};

std::size_t Walk::next() const {
  sim::Duration earliest = sim::Duration::max();
  for (std::size_t t = 0; t < threads_.size(); ++t)
    if (!done(t)) earliest = std::min(earliest, due(t));
  const sim::Duration horizon = std::max(now_, earliest) + window_;
  std::size_t best = SIZE_MAX;
  for (std::size_t t = 0; t < threads_.size(); ++t)
    if (!done(t) && due(t) <= horizon && (best == SIZE_MAX || at_[t].priority > at_[best].priority)) best = t;
  // Whoever could not wait until that has happened goes before it.
  const sim::Duration then = std::max(now_, due(best)) + kBetweenSteps;
  std::size_t first = best;
  for (std::size_t t = 0; t < threads_.size(); ++t)
    if (t != best && !done(t) && due(t) < then - kBetweenSteps && impatient(t, then) && due(t) < due(first)) first = t;
  return first;
}

void Walk::take(std::size_t t) {
  Place& place = at_[t];
  const sim::Duration soonest = t == last_ || place.inside ? now_ : now_ + kBetweenSteps;
  const sim::Duration hold = std::max<sim::Duration>(soonest - due(t), sim::Duration::zero());
  const sim::Duration then = place.inside || hold > most(t) ? due(t) : due(t) + hold;
  now_ = std::max(now_, then);
  last_ = t;
  if (place.inside) {
    place.inside = false;
    ++place.step;
    return;
  }
  Delay& delay = delays_[t][place.step];
  delay = {.shift = place.shift, .hold = then - due(t)};
  // What waits behind another of the same client is held no longer for it.
  if (!threads_[t].is_alarm && then > due(t)) held_ += then - std::max(due(t), place.began);
  place.began = then;
  // What it sends after this one's answer is late, too.
  if (place.step + 1 < threads_[t].steps.size() && threads_[t].steps[place.step + 1].follows) place.shift += delay.hold;
  place.inside = lets_others_in(step(t));
  if (!place.inside) ++place.step;
}

unsigned draw_depth(sim::RandomStream& stream) {
  unsigned depth = 1;
  const std::uint64_t bits = stream.bits();
  while (depth < kDeepest && (bits >> depth & 1) != 0) ++depth;
  return depth;
}

/// Near enough to change places: all that patience allows where the depth is given.
sim::Duration draw_window(const PctOptions& options, sim::RandomStream& stream) {
  const sim::Duration some[] = {options.patience.each, options.patience.each, std::chrono::seconds(1),
                                std::chrono::milliseconds(100), std::chrono::milliseconds(10)};
  const sim::Duration drawn = some[stream.below(std::size(some))];
  return options.depth ? options.patience.each : std::min(drawn, options.patience.each);
}

}  // namespace

std::size_t steps_of(const std::vector<RoomThread>& threads) {
  std::size_t steps = 0;
  for (const RoomThread& thread : threads)
    for (const RoomStep& step : thread.steps) steps += lets_others_in(step) ? 2 : 1;
  return steps;
}

std::vector<Mischief> pct(const std::vector<RoomThread>& threads, const PctOptions& options,
                          sim::RandomStream& stream) {
  const unsigned drawn = draw_depth(stream);
  const unsigned depth = options.depth.value_or(drawn);
  Walk walk(threads, options.patience, draw_window(options, stream));
  std::vector<std::size_t> ranks(threads.size());
  std::iota(ranks.begin(), ranks.end(), depth);
  for (std::size_t i = ranks.size(); i > 1; --i) std::swap(ranks[i - 1], ranks[stream.below(i)]);
  for (std::size_t t = 0; t < threads.size(); ++t) walk.prioritise(t, ranks[t]);
  std::vector<std::size_t> changes;  // at which step a priority becomes the place here
  const std::size_t steps = steps_of(threads);
  for (unsigned i = 1; i < depth; ++i) changes.push_back(1 + stream.below(std::max<std::size_t>(steps, 1)));
  for (std::size_t step = 1; !walk.over(); ++step) {
    for (std::size_t i = 0; i < changes.size(); ++i)
      if (changes[i] == step) walk.prioritise(walk.next(), i);
    walk.take(walk.next());
  }
  return faults_of(threads, walk.delays());
}

}  // namespace scenarios::fuzz
