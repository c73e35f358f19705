#pragma once

// What befalls the platform, its objects and the clients' ways in, in a run. Each fault is an entity of its own kind
// and number: its draws have its keys, by room or client where they are for one, so that no other fault, room or client
// shifts them. How often `storage write fails: 1%` strikes is an option of the platform instead.

#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "models/network/network.h"
#include "models/runtime/adversity.h"
#include "models/runtime/platform.h"
#include "scenarios/fault.h"

namespace scenarios {

/// Lets the faults of a scenario happen. Platform and network must outlive the simulation's run.
class Faults final : public models::runtime::Adversity {
 public:
  Faults(models::runtime::Platform& platform, models::network::Network& network, std::vector<Fault> faults);
  void start();

 private:
  using Actor = models::runtime::Actor;
  using Line = models::network::AccessLine;
  /// A state that lasts.
  struct Spell {
    const Actor* actor = nullptr;  // null: all in scope
    sim::Time ends{};
  };
  struct Planned {
    Fault fault;
    sim::Entity entity{};
    sim::RandomStream times;
    std::uint64_t strikes = 0;
    std::uint64_t seen = 0;                             // moments of its trigger
    std::map<models::RoomId, std::uint64_t> occasions;  // by room
    std::map<models::RoomId, std::uint64_t> taken;      // draws of how long it takes, by room
    std::set<models::RoomId> armed;                     // the room's next occasion is struck
    std::vector<Spell> spells;
  };

  // ---- models::runtime::Adversity (faults_of_rooms.cpp)
  void happened(models::runtime::Moment moment, Actor& actor) override;
  models::runtime::CommitFate commit(Actor& actor) override;
  sim::Duration alarm_late(Actor& actor) override;
  bool alarm_again(Actor& actor) override;
  sim::Duration constructor_takes(Actor& actor) override;
  [[nodiscard]] sim::Duration clock_ahead(const Actor* actor) const override;
  [[nodiscard]] bool overloaded(const Actor& actor) const override;
  [[nodiscard]] bool disk_full(const Actor& actor) const override;

  [[nodiscard]] sim::Simulation& simulation() const { return platform_.simulation(); }
  void plan(Planned& planned);
  void strike(Planned& planned, Actor* actor);
  void strike_rooms(Planned& planned, Actor* actor);
  void strike_room(const Fault& fault, Actor& actor);
  void strike_spell(Planned& planned, const Actor* actor);
  void record(Fault::Kind kind, const Actor* actor);
  [[nodiscard]] std::vector<Actor*> choose_rooms(Planned& planned);
  /// Whether this occasion of the room is one that the fault strikes.
  [[nodiscard]] bool meets(Planned& planned, Actor& actor);
  [[nodiscard]] bool chance(Planned& planned, const Actor& actor);
  [[nodiscard]] sim::Duration delay(Fault::Kind kind, Actor& actor);
  [[nodiscard]] bool under_spell(const Planned& planned, const Actor& actor) const;
  [[nodiscard]] bool under_spell(Fault::Kind kind, const Actor& actor) const;
  /// A draw for one of the fault's strikes that belongs to somebody.
  [[nodiscard]] std::uint64_t draw(std::string_view site, const Planned& planned, sim::Entity whose,
                                   std::uint64_t ordinal) const;

  // ---- faults_of_network.cpp
  void strike_network(Planned& planned);
  [[nodiscard]] std::vector<Line*> choose_lines(const Planned& planned, bool connected, bool all) const;
  void clog(Line& line, Fault::Kind kind, sim::Time begins, sim::Time ends);
  void swizzle(const Planned& planned);

  models::runtime::Platform& platform_;
  models::network::Network& network_;
  std::vector<Planned> planned_;
};

}  // namespace scenarios
