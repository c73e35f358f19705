#include "models/eviction/least_recently_used.h"

namespace models::eviction {

void LeastRecentlyUsed::put_newest(std::uint32_t at) {
  const std::uint32_t newest = places_[kEnds].older;
  places_[at].older = newest;
  places_[at].newer = kEnds;
  places_[newest].newer = at;
  places_[kEnds].older = at;
}

void LeastRecentlyUsed::unlink(std::uint32_t at) {
  Place& place = places_[at];
  places_[place.older].newer = place.newer;
  places_[place.newer].older = place.older;
  place.older = place.newer = kOut;
}

void LeastRecentlyUsed::came_in(RoomId room, std::uint64_t bytes) {
  const std::uint32_t at = index(room);
  if (at >= places_.size()) places_.resize(at + 1);
  if (is_in(at)) went_out(room);
  places_[at].bytes = bytes;
  bytes_ += bytes;
  put_newest(at);
}

void LeastRecentlyUsed::used(RoomId room) {
  const std::uint32_t at = index(room);
  if (!is_in(at)) return;
  unlink(at);
  put_newest(at);
}

void LeastRecentlyUsed::went_out(RoomId room) {
  const std::uint32_t at = index(room);
  if (!is_in(at)) return;
  bytes_ -= places_[at].bytes;
  unlink(at);
}

void LeastRecentlyUsed::make_room(const std::function<bool(RoomId)>& put_out) {
  std::uint32_t at = places_[kEnds].newer;
  while (short_of_memory() && is_in(at) && at != kEnds) {
    const std::uint32_t next = places_[at].newer;  // putting a room out takes it off the ring
    static_cast<void>(put_out(RoomId{at - 1}));
    at = next;
  }
}

}  // namespace models::eviction
