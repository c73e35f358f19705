#include "sim/future_event_set.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace sim {
namespace {

constexpr std::size_t kChildren = 4;
constexpr std::size_t kDeadTolerated = 64;

}  // namespace

FutureEventSet::~FutureEventSet() {
  while (!empty()) static_cast<void>(pop());
}

EventHandle FutureEventSet::push(Time at, std::uint64_t tiebreak, Action&& action) {
  const std::uint32_t slot = take_slot();
  slots_[slot].action = std::move(action);
  const std::uint32_t generation = slots_[slot].generation;
  const Entry entry{at, tiebreak, sequence_++, slot, generation};
  const std::size_t lane = lane_for(entry);
  if (entries_++ == 0 || entry.before(front())) first_ = lane;
  if (lane < kLanes) {
    lanes_[lane].push_back(entry);
  } else {
    heap_.push_back(entry);
    sift_up(heap_.size() - 1, entry);
  }
  return {slot, generation};
}

std::size_t FutureEventSet::lane_for(const Entry& entry) const {
  std::size_t best = kLanes;
  for (std::size_t i = 0; i < kLanes; ++i) {
    if (lanes_[i].empty()) {
      if (best == kLanes) best = i;
    } else if (!entry.before(lanes_[i].back()) &&
               (best == kLanes || lanes_[best].empty() || lanes_[best].back().before(lanes_[i].back()))) {
      best = i;
    }
  }
  return best;
}

void FutureEventSet::find_first() {
  first_ = kLanes;
  const Entry* least = heap_.empty() ? nullptr : heap_.data();
  for (std::size_t i = 0; i < kLanes; ++i) {
    if (lanes_[i].empty()) continue;
    const Entry& front = lanes_[i].front();
    if (least != nullptr && !front.before(*least)) continue;
    least = &front;
    first_ = i;
  }
}

FutureEventSet::Event FutureEventSet::pop() {
  const Entry& first = front();
  Event event{first.at, std::move(slots_[first.slot].action)};
  free_slot(first.slot);
  remove_front();
  drop_dead_front();
  return event;
}

bool FutureEventSet::cancel(EventHandle handle) {
  if (!contains(handle)) return false;
  // Destroying a callable may run code that comes back here, so it happens last.
  const Action dropped = std::move(slots_[handle.slot].action);
  free_slot(handle.slot);
  ++dead_;
  drop_dead_front();
  if (dead_ > kDeadTolerated && dead_ > entries_ / 2) drop_all_dead();
  return true;
}

std::uint32_t FutureEventSet::take_slot() {
  if (first_free_ != kNoSlot) {
    const std::uint32_t slot = first_free_;
    first_free_ = slots_[slot].next_free;
    return slot;
  }
  if (slots_.size() >= kNoSlot) throw std::length_error("more than 4 billion events are scheduled at once");
  slots_.emplace_back();
  return static_cast<std::uint32_t>(slots_.size() - 1);
}

void FutureEventSet::free_slot(std::uint32_t slot) {
  Slot& freed = slots_[slot];
  if (++freed.generation == 0) freed.generation = 1;
  freed.next_free = first_free_;
  first_free_ = slot;
}

void FutureEventSet::remove_front() {
  --entries_;
  if (first_ < kLanes) {
    lanes_[first_].pop_front();
  } else {
    const Entry last = heap_.back();
    heap_.pop_back();
    if (!heap_.empty()) sift_down(0, last);
  }
  find_first();
}

void FutureEventSet::drop_dead_front() {
  while (dead_ > 0 && !is_live(front().slot, front().generation)) {
    remove_front();
    --dead_;
  }
}

void FutureEventSet::drop_all_dead() {
  const auto is_dead = [this](const Entry& entry) { return !is_live(entry.slot, entry.generation); };
  std::erase_if(heap_, is_dead);
  entries_ = heap_.size();
  for (Queue<Entry>& lane : lanes_) {
    Queue<Entry> living;
    for (const Entry& entry : lane) {
      if (!is_dead(entry)) living.push_back(entry);
    }
    lane = std::move(living);
    entries_ += lane.size();
  }
  dead_ = 0;
  // A sorted array is a heap; the order is total, so no trace of the old shape remains.
  std::sort(heap_.begin(), heap_.end(), [](const Entry& a, const Entry& b) { return a.before(b); });
  find_first();
}

void FutureEventSet::sift_up(std::size_t hole, const Entry& entry) {
  while (hole > 0) {
    const std::size_t parent = (hole - 1) / kChildren;
    if (!entry.before(heap_[parent])) break;
    heap_[hole] = heap_[parent];
    hole = parent;
  }
  heap_[hole] = entry;
}

void FutureEventSet::sift_down(std::size_t hole, const Entry& entry) {
  const std::size_t count = heap_.size();
  for (;;) {
    const std::size_t first = hole * kChildren + 1;
    if (first >= count) break;
    const std::size_t end = std::min(first + kChildren, count);
    std::size_t least = first;
    for (std::size_t child = first + 1; child < end; ++child) {
      if (heap_[child].before(heap_[least])) least = child;
    }
    if (!heap_[least].before(entry)) break;
    heap_[hole] = heap_[least];
    hole = least;
  }
  heap_[hole] = entry;
}

}  // namespace sim
