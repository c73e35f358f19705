#include "scenarios/fuzz/rules.h"

namespace scenarios::fuzz {
namespace {

std::string_view rule_of_fault(models::FaultKind kind) {
  using Kind = models::FaultKind;
  switch (kind) {
    case Kind::hibernate:
      return "what is idle and hibernatable leaves memory, nothing says how soon (docs/faults.md: hibernate)";
    case Kind::evict:
      return "an idle object leaves memory (docs/faults.md: evict)";
    case Kind::host_lost:
      return "hosts go down, and what runs on them is reset (docs/faults.md: host lost)";
    case Kind::deploy:
      return "new code resets every object (docs/faults.md: deploy)";
    case Kind::crash_before_commit:
      return "a host may die before writes are durable (docs/faults.md: crash before commit)";
    case Kind::crash_after_commit:
      return "a host may die when writes are durable and nobody has heard (docs/faults.md: crash after commit)";
    case Kind::alarm_duplicate:
      return "alarms run at least once (docs/faults.md: alarm duplicate)";
    case Kind::alarm_late:
      return "alarms may be up to about a minute late (docs/faults.md: alarm late)";
    case Kind::storage_write_fails:
      return "a write that fails resets the object, and what waited for it never leaves (docs/faults.md: storage write "
             "fails)";
    case Kind::storage_write_hangs:
      return "a write that hangs for 30 s resets the object (docs/faults.md: storage write hangs)";
    case Kind::slow_storage:
      return "commits are confirmed by other data centres, and take as long as those do (docs/faults.md: slow storage)";
    case Kind::connection_reset:
      return "TCP connections break (docs/network.md: How a connection dies)";
    case Kind::half_open:
      return "a client may go without a word (docs/network.md: How a connection dies)";
    case Kind::clog:
      return "frames of one connection keep their order, others may overtake them (docs/network.md: Link profiles)";
    default:
      return "docs/faults.md";
  }
}

std::string_view rule_of_knob(Knob knob) {
  switch (knob) {
    case Knob::punctual_alarms:
      return "an alarm may fire on time to the millisecond (docs/differences.md: alarm lateness)";
    case Knob::any_socket_order:
      return "getWebSockets() promises no order (docs/differences.md: socket order)";
    case Knob::isolates_apart:
      return "objects may share an isolate or not (docs/differences.md: isolates)";
    case Knob::exceptions_end_instances:
      return "an uncaught exception may end the instance (docs/differences.md: uncaught exception)";
  }
  return "docs/differences.md";
}

}  // namespace

std::string_view rule_of(const Mischief& mischief) {
  if (const auto* knob = std::get_if<Knob>(&mischief)) return rule_of_knob(*knob);
  return rule_of_fault(std::get<Fault>(mischief).kind);
}

std::string_view rule_of_wakes() {
  return "a room leaves memory whenever it is idle, and each event wakes it, also one that its code has nothing to do "
         "for (docs/model.md)";
}

}  // namespace scenarios::fuzz
