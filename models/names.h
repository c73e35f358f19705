#pragma once

// Who is who in a run: rooms, classes, groups and clients get their numbers in order of first mention, and a
// NameDefined record says once which number is whose.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/records.h"
#include "sim/simulation.h"

namespace models {

class Names {
 public:
  explicit Names(sim::Simulation& simulation) : simulation_(simulation) {}
  Names(const Names&) = delete;
  Names& operator=(const Names&) = delete;

  /// The number of a Durable Object class (a binding's namespace).
  std::uint32_t durable_object_class(std::string_view name);
  /// A new room of this class; whoever adds it remembers its number.
  RoomId add_room(std::string_view name, std::uint32_t class_id);
  std::uint32_t group(std::string_view name);
  /// A new client. Names need not differ: a client is itself, whatever it is called.
  ClientId add_client(std::string_view name, std::uint32_t group_id);

  /// Throws std::out_of_range for a number that was never given out.
  [[nodiscard]] const std::string& name_of(ClientId client) const {
    return client_names_.at(static_cast<std::size_t>(client));
  }
  [[nodiscard]] const std::string& class_name(std::uint32_t class_id) const { return classes_.names.at(class_id); }

 private:
  struct Register {
    std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> ids;  // by parent and name
    std::vector<std::string> names;
  };
  static constexpr std::uint32_t kNoParent = 0xffffffff;

  std::uint32_t find_or_add(Register& where, NameOf what, std::uint32_t parent, std::string_view name);
  void define(NameOf what, std::uint32_t id, std::uint32_t parent, std::string_view name);

  sim::Simulation& simulation_;
  Register classes_;
  std::uint32_t rooms_ = 0;
  Register groups_;
  std::vector<std::string> client_names_;
};

}  // namespace models
