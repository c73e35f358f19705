#include "models/runtime/actor.h"
#include "models/runtime/platform.h"

// What room code says to the world of the run.

namespace models::runtime {

InvocationKind Actor::turn_kind() const {
  const auto it = here().invocations.find(here().turn_invocation);
  return it == here().invocations.end() ? InvocationKind::timer : it->second.kind;
}

void Actor::record_exception(ExceptionThrown exception) {
  exception.room = room();
  simulation().record(exception);
}

void Actor::console(ConsoleLevel level, std::string_view text) {
  const sim::BodyId body = simulation().trace().body(simulation().now(), text);
  simulation().record(ConsoleLine{.room = room(), .level = level, .text = body});
}

}  // namespace models::runtime
