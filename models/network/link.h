#pragma once

// The access link under one connection: when does what is sent now arrive? Everything undetermined is drawn from
// streams of this connection alone, so another connection never shifts its draws.

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/network/link_profile.h"
#include "sim/choice.h"
#include "sim/time.h"

namespace models::network {

enum class Side : std::uint8_t { client, server };
[[nodiscard]] constexpr Side other(Side side) { return side == Side::client ? Side::server : Side::client; }

/// From `begins` until before `ends` nothing passes.
struct Outage {
  sim::Time begins{};
  sim::Time ends{};
};

/// A profile as the network keeps it.
struct LinkKind {
  LinkProfile profile;
  std::vector<Outage> outages;  // in order of beginning; may overlap
};

class Link {
 public:
  /// `connection` names this connection of this client; `kind` must outlive the link.
  Link(const LinkKind& kind, sim::Choices& choices, sim::Entity connection);

  /// When something sent now arrives at the other side: never before what was sent before it that way. Empty if an
  /// outage would hold it back for longer than `patience`; then nothing has been sent.
  [[nodiscard]] std::optional<sim::Time> arrival(Side from, sim::Time now, sim::Duration patience);

  [[nodiscard]] sim::Duration latency() const { return latency_; }
  /// Until the link is lost, from the time the connection was made. Empty: never.
  [[nodiscard]] std::optional<sim::Duration> lives_for() const { return lives_for_; }
  /// How long after a loss this side notices.
  [[nodiscard]] sim::Duration notices_after(Side side) const { return notices_after_[static_cast<std::size_t>(side)]; }

 private:
  struct Direction {
    sim::RandomStream jitter;
    sim::RandomStream loss;
    sim::Time last_arrival = sim::Time::min();
  };
  [[nodiscard]] sim::Duration travel(Direction& direction) const;

  const LinkKind* kind_;
  std::array<Direction, 2> directions_;  // by the side that sends
  sim::Duration latency_;
  std::optional<sim::Duration> lives_for_;
  std::array<sim::Duration, 2> notices_after_;
};

}  // namespace models::network
