#include "models/names.h"

namespace models {

std::uint32_t Names::durable_object_class(std::string_view name) {
  return find_or_add(classes_, NameOf::durable_object_class, kNoParent, name);
}

RoomId Names::add_room(std::string_view name, std::uint32_t class_id) {
  const std::uint32_t id = rooms_++;
  define(NameOf::room, id, class_id, name);
  return RoomId{id};
}

std::uint32_t Names::group(std::string_view name) { return find_or_add(groups_, NameOf::group, kNoParent, name); }

ClientId Names::add_client(std::string_view name, std::uint32_t group_id) {
  const auto id = static_cast<std::uint32_t>(client_names_.size());
  client_names_.emplace_back(name);
  define(NameOf::client, id, group_id, name);
  return ClientId{id};
}

std::uint32_t Names::find_or_add(Register& where, NameOf what, std::uint32_t parent, std::string_view name) {
  const auto next = static_cast<std::uint32_t>(where.names.size());
  const auto [found, added] = where.ids.try_emplace({parent, std::string(name)}, next);
  if (added) {
    where.names.emplace_back(name);
    define(what, next, parent, name);
  }
  return found->second;
}

void Names::define(NameOf what, std::uint32_t id, std::uint32_t parent, std::string_view name) {
  simulation_.record(NameDefined{.what = what, .id = id, .parent = parent, .name = std::string(name)});
}

}  // namespace models
