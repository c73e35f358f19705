#pragma once

// Liveness by healing: whoever is cut off may wait in vain, but once nothing has befallen the run for a while, clients
// that are connected see the same again, and alarms that were late have run.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "models/records.h"
#include "sim/trace.h"

namespace scenarios::fuzz {

/// After the last trouble; a page that tries again less often is not waited for.
inline constexpr sim::Duration kHeals = std::chrono::minutes(1);

/// Reads one run.
class Healing {
 public:
  void visit(const sim::RawRecord& record);
  /// Whether at the end clients still see different things, by the name of the property `clients converge`: of those
  /// that have been connected ever since the last trouble, with a view that has not changed since.
  [[nodiscard]] bool still_apart(std::string_view property) const;
  /// Nothing but late alarms has befallen the run, no client waited for what they bring, and for long nothing has
  /// happened any more, with no alarm armed: what has not come by now does not come.
  [[nodiscard]] bool late_alarms_are_over() const;

 private:
  struct View {
    std::map<models::ClientId, sim::BodyId> seen;
    sim::Time changed{};
  };
  void trouble(sim::Time at, bool cuts_off);
  void follow_clients(const sim::RawRecord& record);
  void follow_faults(const sim::RawRecord& record);
  [[nodiscard]] bool is_long_ago(sim::Time at) const { return end_ - at >= kHeals; }

  std::map<std::string, View> views_;
  std::map<models::ClientId, sim::Time> connected_;  // since when
  std::set<models::RoomId> armed_;                   // rooms with an alarm to come
  std::optional<sim::Time> last_trouble_;
  std::optional<sim::Time> last_event_;  // of a room
  bool cut_off_ = false;                 // or else what somebody does depends on when things happen
  sim::Time end_{};
};

}  // namespace scenarios::fuzz
