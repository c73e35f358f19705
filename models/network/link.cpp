#include "models/network/link.h"

#include <algorithm>

namespace models::network {
namespace {

constexpr std::uint32_t kMostRetransmissions = 15;  // then TCP gives up; so do we count no further
constexpr sim::Duration kLongestRetransmission = std::chrono::minutes(2);  // Linux: TCP_RTO_MAX

sim::Duration draw(const sim::Distribution& distribution, sim::Choices& choices, std::string_view site,
                   sim::Entity connection) {
  sim::RandomStream stream = choices.stream(sim::site(site), connection);
  return distribution.sample_duration(stream);
}

/// The geometric number of retransmissions, from one draw, so that a frame is one ordinal of its stream.
std::uint32_t retransmissions(double loss, sim::RandomStream& stream) {
  const double u = stream.uniform();
  std::uint32_t count = 0;
  for (double p = loss; u < p && count < kMostRetransmissions; p *= loss) ++count;
  return count;
}

}  // namespace

Link::Link(const LinkKind& kind, AccessLine* line, sim::Choices& choices, sim::Entity connection)
    : kind_(&kind),
      line_(line),
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

sim::Duration Link::retransmitting(std::uint32_t losses) const {
  const LinkProfile& profile = kind_->profile;
  if (!profile.backs_off) return losses * profile.retransmission;
  sim::Duration total{}, wait = profile.retransmission;
  for (std::uint32_t i = 0; i < losses; ++i, wait = std::min<sim::Duration>(wait * 2, kLongestRetransmission))
    total += wait;
  return total;
}

sim::Duration Link::travel(Direction& direction, std::uint32_t& losses) const {
  const LinkProfile& profile = kind_->profile;
  sim::Duration total = latency_ + beyond_;
  // A profile is the same for the whole run and the streams belong to this link, so a draw that cannot matter is
  // left out without shifting any other.
  if (profile.jitter.kind != sim::Distribution::Kind::constant) {
    total += profile.jitter.sample_duration(direction.jitter);
  } else {
    total += sim::Duration{static_cast<std::int64_t>(std::max(profile.jitter.a, 0.0) + 0.5)};
  }
  if (profile.loss > 0) losses = retransmissions(profile.loss, direction.loss);
  return total + retransmitting(losses);
}

sim::Time Link::put_on_the_link(Side from, sim::Time now, std::size_t bytes) {
  const LinkProfile& profile = kind_->profile;
  const std::uint64_t speed = from == Side::client ? profile.up_bits_per_second : profile.down_bits_per_second;
  if (speed == 0 || line_ == nullptr) return now;
  constexpr std::size_t kSegment = 1460, kHeaders = 40;  // of TCP over IP over Ethernet
  const auto bits = static_cast<unsigned __int128>(bytes + (bytes / kSegment + 1) * kHeaders) * 8;
  const sim::Duration takes{static_cast<std::int64_t>(bits * 1'000'000'000 / speed)};
  sim::Time& free_at = line_->free_at[static_cast<std::size_t>(from)];
  free_at = sim::later(std::max(free_at, now), takes);
  return free_at;
}

sim::Time Link::departure(Directions ways, sim::Time departs, sim::Duration on_the_way) const {
  // What is on the way when an outage begins is lost with it and is sent anew at its end.
  const auto wait = [&](const Outage& outage) {
    if (!(outage.directions.up && ways.up) && !(outage.directions.down && ways.down)) return;
    if (outage.begins <= sim::later(departs, on_the_way) && departs < outage.ends) departs = outage.ends;
  };
  for (const Outage& outage : kind_->outages) wait(outage);
  if (line_ != nullptr)
    for (const Outage& outage : line_->outages) wait(outage);
  if (regions_ == nullptr) return departs;
  if (ways.up) departs = regions_->departure(edge_, object_, departs, on_the_way);
  if (ways.down) departs = regions_->departure(object_, edge_, departs, on_the_way);
  return departs;
}

Passage Link::pass(Side from, sim::Time now, sim::Duration patience, std::size_t bytes) {
  Direction& direction = directions_[static_cast<std::size_t>(from)];
  std::uint32_t losses = 0;
  const sim::Duration on_the_way = travel(direction, losses);
  const std::uint32_t most = kind_->profile.gives_up_after;
  if (most > 0 && losses >= most) return {.arrives = {}, .lost = sim::later(now, retransmitting(most))};
  const sim::Time sent = put_on_the_link(from, now, bytes);
  const Directions forth = {.up = from == Side::client, .down = from == Side::server};
  const sim::Time departs = departure(forth, sent, on_the_way);
  if (departs - sent > patience) return {.arrives = {}, .lost = sim::later(now, patience)};
  direction.last_arrival = std::max(direction.last_arrival, sim::later(departs, on_the_way));
  Passage passage{.arrives = direction.last_arrival, .lost = {}};
  // Its acknowledgement may be what is held back: it has arrived, but who sent it cannot know.
  const Directions back = {.up = forth.down, .down = forth.up};
  const sim::Time acknowledged = departure(back, direction.last_arrival, latency_);
  if (acknowledged != direction.last_arrival && acknowledged - now > patience) passage.lost = sim::later(now, patience);
  return passage;
}

std::optional<sim::Time> Link::handshake(sim::Time now, sim::Duration patience, std::size_t bytes) {
  Direction& direction = directions_[static_cast<std::size_t>(Side::client)];
  std::uint32_t losses = 0;
  const sim::Duration on_the_way = travel(direction, losses);
  const sim::Time sent = put_on_the_link(Side::client, now, bytes);
  const sim::Time departs = departure({}, sent, on_the_way);
  if (departs - sent > patience) return std::nullopt;
  direction.last_arrival = std::max(direction.last_arrival, sim::later(departs, on_the_way));
  return direction.last_arrival;
}

void Link::extend(const Regions& regions, RegionId edge, RegionId object) {
  regions_ = edge == object ? nullptr : &regions;
  edge_ = edge;
  object_ = object;
  beyond_ = regions.latency(edge, object);
}

}  // namespace models::network
