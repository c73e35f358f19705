#include "models/runtime/platform.h"

// The host's memory, for policies that count it.

namespace models::runtime {

void Platform::came_into_memory(Actor& actor) {
  if (!eviction_->counts_memory()) return;
  counted_rooms_[actor.room()] = &actor;
  // What the vendor gives, and bills, whatever the object takes (docs: limits; pricing D1).
  constexpr std::uint64_t kObjectBytes = 128'000'000;
  eviction_->came_in(actor.room(), kObjectBytes);
  make_room();
}

void Platform::make_room() {
  if (!eviction_->short_of_memory() || simulation_.pending(makes_room_)) return;
  // Not now: whoever asks may be in the middle of something.
  makes_room_ =
      simulation_.after({}, sim::Action([this] {
                          eviction_->make_room([this](RoomId room) { return counted_rooms_.at(room)->make_room(); });
                        }));
}

}  // namespace models::runtime
