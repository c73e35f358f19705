#include "models/network/link.h"

#include <algorithm>

namespace models::network {
namespace {

constexpr int kMostRetransmissions = 15;  // then TCP gives up; so do we count no further

sim::Duration draw(const sim::Distribution& distribution, sim::Choices& choices, std::string_view site,
                   sim::Entity connection) {
  sim::RandomStream stream = choices.stream(sim::site(site), connection);
  return distribution.sample_duration(stream);
}

/// The geometric number of retransmissions, from one draw, so that a frame is one ordinal of its stream.
int retransmissions(double loss, sim::RandomStream& stream) {
  const double u = stream.uniform();
  int count = 0;
  for (double p = loss; u < p && count < kMostRetransmissions; p *= loss) ++count;
  return count;
}

}  // namespace

Link::Link(const LinkKind& kind, sim::Choices& choices, sim::Entity connection)
    : kind_(&kind),
      directions_{Direction{choices.stream(sim::site("network.jitter-up"), connection),
                            choices.stream(sim::site("network.loss-up"), connection)},
                  Direction{choices.stream(sim::site("network.jitter-down"), connection),
                            choices.stream(sim::site("network.loss-down"), connection)}},
      latency_(draw(kind.profile.latency, choices, "network.latency", connection)),
      notices_after_{draw(kind.profile.loss_noticed_by_client, choices, "network.loss-noticed-by-client", connection),
                     draw(kind.profile.loss_noticed_by_server, choices, "network.loss-noticed-by-server", connection)} {
  if (kind.profile.disconnect_every) {
    lives_for_ = draw(*kind.profile.disconnect_every, choices, "network.disconnect", connection);
  }
}

sim::Duration Link::travel(Direction& direction) const {
  const LinkProfile& profile = kind_->profile;
  sim::Duration total = latency_;
  // A profile is the same for the whole run and the streams belong to this link, so a draw that cannot matter is
  // left out without shifting any other.
  if (profile.jitter.kind != sim::Distribution::Kind::constant) {
    total += profile.jitter.sample_duration(direction.jitter);
  } else {
    total += sim::Duration{static_cast<std::int64_t>(std::max(profile.jitter.a, 0.0) + 0.5)};
  }
  if (profile.loss > 0) total += retransmissions(profile.loss, direction.loss) * profile.retransmission;
  return total;
}

std::optional<sim::Time> Link::arrival(Side from, sim::Time now, sim::Duration patience) {
  Direction& direction = directions_[static_cast<std::size_t>(from)];
  const sim::Duration on_the_way = travel(direction);
  sim::Time departs = now;
  // What is on the way when an outage begins is lost with it and is sent anew at its end.
  for (const Outage& outage : kind_->outages) {
    if (outage.begins <= sim::later(departs, on_the_way) && departs < outage.ends) departs = outage.ends;
  }
  if (departs - now > patience) return std::nullopt;
  direction.last_arrival = std::max(direction.last_arrival, sim::later(departs, on_the_way));
  return direction.last_arrival;
}

}  // namespace models::network
