#include "models/native/rooms/built_in.h"

#include <algorithm>
#include <array>

#include "models/native/rooms/broadcast_room.h"
#include "models/native/rooms/chat_room.h"

namespace models::native::rooms {
namespace {

struct BuiltIn {
  std::string_view name;
  Application (*make)();
};
constexpr std::array kBuiltIn{BuiltIn{"broadcast", broadcast}, BuiltIn{"chat", chat}};

}  // namespace

std::vector<std::string_view> built_in_names() {
  std::vector<std::string_view> names;
  for (const BuiltIn& one : kBuiltIn) names.push_back(one.name);
  return names;
}

std::optional<Application> find_built_in(std::string_view name) {
  const auto found = std::ranges::find(kBuiltIn, name, &BuiltIn::name);
  return found == kBuiltIn.end() ? std::nullopt : std::optional(found->make());
}

}  // namespace models::native::rooms
