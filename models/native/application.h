#pragma once

// A native application: its Durable Object classes, and the Worker in front of them.

#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include "models/native/durable_object.h"

namespace models::native {

struct ObjectClass {
  std::string name;
  unsigned handlers = 0;  // a bit for each InvocationKind
  std::function<std::unique_ptr<DurableObject>(DurableObjectState&)> make;
};

[[nodiscard]] constexpr unsigned handler_bit(InvocationKind kind) { return 1U << static_cast<unsigned>(kind); }

/// The class Room under a name, with the handlers that it overrides.
template <class Room>
  requires std::is_base_of_v<DurableObject, Room>
ObjectClass object_class(std::string name) {
  // A pointer to an inherited member is one to a member of the base.
  unsigned handlers = 0;
  const auto add = [&handlers](bool inherited, InvocationKind kind) {
    if (!inherited) handlers |= handler_bit(kind);
  };
  add(std::is_same_v<decltype(&Room::fetch), decltype(&DurableObject::fetch)>, InvocationKind::fetch);
  add(std::is_same_v<decltype(&Room::web_socket_message), decltype(&DurableObject::web_socket_message)>,
      InvocationKind::message);
  add(std::is_same_v<decltype(&Room::web_socket_close), decltype(&DurableObject::web_socket_close)>,
      InvocationKind::close);
  add(std::is_same_v<decltype(&Room::web_socket_error), decltype(&DurableObject::web_socket_error)>,
      InvocationKind::error);
  add(std::is_same_v<decltype(&Room::alarm), decltype(&DurableObject::alarm)>, InvocationKind::alarm);
  return {.name = std::move(name), .handlers = handlers, .make = [](DurableObjectState& ctx) {
            return std::make_unique<Room>(ctx);
          }};
}

/// What the Worker's fetch has of the platform: env and ctx in one. Good for the request that it was made for.
class WorkerContext {
 public:
  WorkerContext(Coroutines& coroutines, InvocationId invocation) : coroutines_(&coroutines), invocation_(invocation) {}
  [[nodiscard]] Stub object(const std::string& class_name, const std::string& name) const;
  Sleep sleep(sim::Duration delay) const { return {*coroutines_, delay}; }

 private:
  Coroutines* coroutines_;
  InvocationId invocation_;
};

struct Application {
  std::string name;
  std::vector<ObjectClass> classes;
  std::function<Task<Response>(Request, WorkerContext)> fetch;
};

}  // namespace models::native
