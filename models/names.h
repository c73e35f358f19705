#pragma once

#include <map>
#include <string>
#include <string_view>

#include "models/records.h"
#include "sim/simulation.h"

namespace models {

/// Numbers the things of a run in order of first mention, and writes each name to the trace once.
class Names {
 public:
  explicit Names(sim::Simulation& simulation) : simulation_(simulation) {}

  std::uint32_t durable_object_class(std::string_view name) { return number(NameOf::durable_object_class, name, kNone); }
  std::uint32_t group(std::string_view name) { return number(NameOf::group, name, kNone); }
  std::uint32_t link_profile(std::string_view name) { return number(NameOf::link_profile, name, kNone); }
  ClientId client(std::string_view name, std::uint32_t group) { return ClientId{number(NameOf::client, name, group)}; }
  RoomId room(std::string_view name, std::uint32_t class_number) {
    return RoomId{number(NameOf::room, name, class_number)};
  }

 private:
  static constexpr std::uint32_t kNone = 0xffffffff;
  std::uint32_t number(NameOf what, std::string_view name, std::uint32_t parent);

  struct Key {
    NameOf what;
    std::uint32_t parent;
    std::string name;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  sim::Simulation& simulation_;
  std::map<Key, std::uint32_t> numbers_;
  std::uint32_t next_[5] = {};
};

}  // namespace models
