#pragma once

#include <algorithm>
#include <map>
#include <string>

#include "models/invariants/make_property.h"

namespace tests {

/// A trace written by hand, read by one property. Room 0 is "lobby"; clients 0 and 1 are "ann" and "bob".
class HandMade {
 public:
  explicit HandMade(const models::invariants::PropertySpec& spec) {
    set_.add(models::invariants::make_property(spec));
    using models::NameOf;
    tell({}, models::NameDefined{.what = NameOf::room, .id = 0, .name = "lobby"});
    tell({}, models::NameDefined{.what = NameOf::client, .id = 0, .name = "ann"});
    tell({}, models::NameDefined{.what = NameOf::client, .id = 1, .name = "bob"});
  }

  template <class R>
  HandMade& tell(sim::Duration after, const R& record) {
    std::string body;
    sim::encode(record, body);
    set_.visit({.kind = R::kKind, .at = sim::kDefaultStart + after, .body = body});
    return *this;
  }
  sim::BodyId body(const std::string& text) {
    const auto [found, added] = bodies_.try_emplace(text, static_cast<sim::BodyId>(bodies_.size() + 1));
    if (added) tell({}, sim::BodyRecord{.id = found->second, .bytes = text});
    return found->second;
  }
  models::invariants::Verdict end(sim::Duration after) {
    tell(after, models::RunEnded{.outcome = "horizon", .events = 1});
    return set_.verdicts().at(0);
  }

 private:
  models::invariants::PropertySet set_;
  std::map<std::string, sim::BodyId> bodies_;
};

inline bool explains(const models::invariants::Verdict& verdict, std::string_view words) {
  if (!verdict.first) return false;
  return std::ranges::any_of(verdict.first->explanation,
                             [&](const std::string& line) { return line.find(words) != std::string::npos; });
}

inline constexpr models::RoomId kLobby{0};
inline constexpr models::ClientId kAnn{0};
inline constexpr models::ClientId kBob{1};

}  // namespace tests
