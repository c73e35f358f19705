#include "models/native/rooms/built_in.h"

#include <algorithm>

#include "models/native/rooms/broadcast_room.h"
#include "models/native/rooms/chat_room.h"

namespace models::native::rooms {
namespace {

struct BuiltIn {
  std::string_view name;
  Application (*make)();
};

/// In the order in which they are shown.
std::vector<BuiltIn>& all() {
  static std::vector<BuiltIn> rooms = {{"broadcast", broadcast}, {"chat", chat}};
  return rooms;
}

}  // namespace

std::vector<std::string_view> built_in_names() {
  std::vector<std::string_view> names;
  for (const BuiltIn& one : all()) names.push_back(one.name);
  return names;
}

std::optional<Application> find_built_in(std::string_view name) {
  const auto found = std::ranges::find(all(), name, &BuiltIn::name);
  return found == all().end() ? std::nullopt : std::optional(found->make());
}

void add_room(std::string_view name, Application (*make)()) { all().push_back({name, make}); }

}  // namespace models::native::rooms
