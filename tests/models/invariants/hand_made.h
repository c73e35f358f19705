#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>

#include "models/invariants/make_property.h"

namespace tests {

/// A trace written by hand, read by one property. Room 0 is "lobby"; clients 0 and 1 are "ann" and "bob".
class HandMade {
 public:
  explicit HandMade(const models::invariants::PropertySpec& spec) {
    set_->add(models::invariants::make_property(spec));
    using models::NameOf;
    tell({}, models::NameDefined{.what = NameOf::room, .id = 0, .name = "lobby"});
    tell({}, models::NameDefined{.what = NameOf::client, .id = 0, .name = "ann"});
    tell({}, models::NameDefined{.what = NameOf::client, .id = 1, .name = "bob"});
  }

  template <class R>
  HandMade& tell(sim::Duration after, const R& record) {
    std::string body;
    sim::encode(record, body);
    set_->visit({.kind = R::kKind, .at = sim::kDefaultStart + after, .body = body});
    return *this;
  }
  sim::BodyId body(const std::string& text) {
    const auto [found, added] = bodies_.try_emplace(text, static_cast<sim::BodyId>(bodies_.size() + 1));
    if (added) tell({}, sim::BodyRecord{.id = found->second, .bytes = text});
    return found->second;
  }
  models::invariants::Verdict end(sim::Duration after) {
    tell(after, models::RunEnded{.outcome = "horizon", .events = 1});
    return set_->verdicts().at(0);
  }

 private:
  std::unique_ptr<models::invariants::PropertySet> set_ = std::make_unique<models::invariants::PropertySet>();
  std::map<std::string, sim::BodyId> bodies_;
};

inline bool explains(const models::invariants::Verdict& verdict, std::string_view words) {
  if (!verdict.first) return false;
  return std::ranges::any_of(verdict.first->explanation,
                             [&](const std::string& line) { return line.find(words) != std::string::npos; });
}

/// Ann and Bob are in the lobby, each on the socket of the same number.
struct Chat : HandMade {
  explicit Chat(const models::invariants::PropertySpec& spec) : HandMade(spec) {
    for (const std::uint32_t n : {0U, 1U}) joins(std::chrono::seconds(1), n, n);
  }
  Chat& joins(sim::Duration after, std::uint32_t who, std::uint32_t socket) {
    tell(after, models::SocketAccepted{.room = models::RoomId{0}, .socket = models::SocketId{socket}});
    tell(after,
         models::ClientConnected{.client = models::ClientId{who}, .socket = models::SocketId{socket}, .protocol = {}});
    return *this;
  }
  Chat& sends(sim::Duration after, std::uint32_t socket, const std::string& text) {
    tell(after, models::ClientSent{
                    .client = client(socket), .socket = models::SocketId{socket}, .kind = {}, .body = body(text)});
    return *this;
  }
  Chat& arrives(sim::Duration after, std::uint32_t socket, const std::string& text, bool automatic = false) {
    tell(after, models::MessageArrived{.room = models::RoomId{0},
                                       .socket = models::SocketId{socket},
                                       .kind = {},
                                       .body = body(text),
                                       .auto_response = automatic});
    return *this;
  }
  Chat& handled(sim::Duration after, std::uint32_t socket) {
    tell(after, models::InvocationBegan{.id = {},
                                        .room = models::RoomId{0},
                                        .kind = models::InvocationKind::message,
                                        .socket = models::SocketId{socket}});
    return *this;
  }
  Chat& leaves_room(sim::Duration after, std::uint32_t to, const std::string& text) {
    tell(after, models::MessageLeft{
                    .room = models::RoomId{0}, .socket = models::SocketId{to}, .kind = {}, .body = body(text)});
    return *this;
  }
  Chat& gets(sim::Duration after, std::uint32_t socket, const std::string& text) {
    tell(after, models::ClientReceived{
                    .client = client(socket), .socket = models::SocketId{socket}, .kind = {}, .body = body(text)});
    return *this;
  }
  Chat& gone(sim::Duration after, std::uint32_t socket) {
    tell(after, models::SocketGone{.room = models::RoomId{0}, .socket = models::SocketId{socket}, .code = 1000});
    return *this;
  }
  /// Sockets 0, 2, 4 are Ann's, the others Bob's.
  static models::ClientId client(std::uint32_t socket) { return models::ClientId{socket % 2}; }
};

inline models::invariants::MessageIdentity as_sent() {
  models::invariants::MessageIdentity identity;
  identity.as_sent = true;
  return identity;
}
inline models::invariants::MessageIdentity told_by_id(std::string with = {}) {
  models::invariants::MessageIdentity identity;
  identity.id = "id";
  identity.with = std::move(with);
  return identity;
}
inline models::invariants::MessageIdentity told_by_number() {
  models::invariants::MessageIdentity identity;
  identity.number = "n";
  identity.sender = "from";
  return identity;
}

inline constexpr models::RoomId kLobby{0};
inline constexpr models::ClientId kAnn{0};
inline constexpr models::ClientId kBob{1};

}  // namespace tests
