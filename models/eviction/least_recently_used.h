#pragma once

#include <vector>

#include "models/eviction/policy.h"

namespace models::eviction {

/// Nobody leaves until the host's memory is full; then whoever was used least recently makes room, hibernating if it
/// can and reset if it cannot.
class LeastRecentlyUsed final : public Policy {
 public:
  explicit LeastRecentlyUsed(std::uint64_t capacity_bytes) : capacity_(capacity_bytes) {}
  [[nodiscard]] sim::Time hibernates_at(const AtRest& /*object*/) const override { return sim::Time::max(); }
  [[nodiscard]] sim::Time evicts_at(const AtRest& /*object*/, sim::RandomStream& /*chance*/) const override {
    return sim::Time::max();
  }

  [[nodiscard]] bool counts_memory() const override { return true; }
  void came_in(RoomId room, std::uint64_t bytes) override;
  void used(RoomId room) override;
  void went_out(RoomId room) override;
  [[nodiscard]] bool short_of_memory() const override { return bytes_ > capacity_; }
  void make_room(const std::function<bool(RoomId)>& put_out) override;
  [[nodiscard]] std::uint64_t bytes_in() const { return bytes_; }

 private:
  /// A ring in order of use, through kEnds: its `newer` is the least recently used of all.
  struct Place {
    std::uint32_t older = kOut, newer = kOut;
    std::uint64_t bytes = 0;
  };
  static constexpr std::uint32_t kOut = 0xffffffff;
  static constexpr std::uint32_t kEnds = 0;
  static std::uint32_t index(RoomId room) { return static_cast<std::uint32_t>(room) + 1; }
  [[nodiscard]] bool is_in(std::uint32_t at) const { return at < places_.size() && places_[at].older != kOut; }
  void put_newest(std::uint32_t at);
  void unlink(std::uint32_t at);

  std::uint64_t capacity_;
  std::uint64_t bytes_ = 0;
  std::vector<Place> places_{{kEnds, kEnds, 0}};  // by room, the first for the ring's ends
};

}  // namespace models::eviction
