#pragma once

// The way of one connection: when does what is sent now arrive? Everything undetermined is drawn from streams of this
// connection alone, so another connection never shifts its draws.

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/network/access_line.h"
#include "models/network/link_profile.h"
#include "models/network/regions.h"
#include "sim/choice.h"
#include "sim/time.h"

namespace models::network {

enum class Side : std::uint8_t { client, server };
[[nodiscard]] constexpr Side other(Side side) { return side == Side::client ? Side::server : Side::client; }

/// A profile as the network keeps it.
struct LinkKind {
  LinkProfile profile;
  std::vector<Outage> outages;  // in order of beginning; may overlap
};

/// What becomes of something that is sent.
struct Passage {
  std::optional<sim::Time> arrives;  // empty: never
  std::optional<sim::Time> lost;     // when TCP gives the connection up for it, if it does
};

class Link {
 public:
  /// `connection` names this connection of this client; `kind` and `line` (null: it has none) must outlive the link.
  Link(const LinkKind& kind, AccessLine* line, sim::Choices& choices, sim::Entity connection);

  /// Of `bytes` that are sent now: never before what was sent before that way. An outage that would hold it back for
  /// longer than `patience` makes TCP give up, as does one that holds back its acknowledgement.
  [[nodiscard]] Passage pass(Side from, sim::Time now, sim::Duration patience, std::size_t bytes);
  /// A connection's first packets: they must pass both ways.
  [[nodiscard]] std::optional<sim::Time> handshake(sim::Time now, sim::Duration patience, std::size_t bytes);

  /// Beyond the platform's edge, where the client was taken in, the way goes on to another region.
  void extend(const Regions& regions, RegionId edge, RegionId object);
  [[nodiscard]] sim::Duration latency() const { return latency_; }
  /// Whether something is on its way from this side.
  [[nodiscard]] bool in_flight(Side from, sim::Time now) const {
    return directions_[static_cast<std::size_t>(from)].last_arrival > now;
  }
  /// Until the link is lost, from the time the connection was made. Empty: never.
  [[nodiscard]] std::optional<sim::Duration> lives_for() const { return lives_for_; }
  /// How long after a loss this side notices.
  [[nodiscard]] sim::Duration notices_after(Side side) const { return notices_after_[static_cast<std::size_t>(side)]; }
  [[nodiscard]] const LinkProfile& profile() const { return kind_->profile; }

 private:
  struct Direction {
    sim::RandomStream jitter;
    sim::RandomStream loss;
    sim::Time last_arrival = sim::Time::min();
  };
  [[nodiscard]] sim::Duration travel(Direction& direction, std::uint32_t& losses) const;
  [[nodiscard]] sim::Duration retransmitting(std::uint32_t losses) const;
  [[nodiscard]] sim::Time put_on_the_link(Side from, sim::Time now, std::size_t bytes);
  /// When it must leave so that no outage of `ways` meets it.
  [[nodiscard]] sim::Time departure(Directions ways, sim::Time departs, sim::Duration on_the_way) const;

  const LinkKind* kind_;
  AccessLine* line_;
  const Regions* regions_ = nullptr;  // null: the object is where the edge is
  RegionId edge_ = RegionId::none;
  RegionId object_ = RegionId::none;
  sim::Duration beyond_{};               // from edge to object
  std::array<Direction, 2> directions_;  // by the side that sends
  sim::Duration latency_;
  std::optional<sim::Duration> lives_for_;
  std::array<sim::Duration, 2> notices_after_;
};

}  // namespace models::network
