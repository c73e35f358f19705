#include "commands/mutant_kinds.h"

#include <algorithm>

namespace commands {
namespace {

constexpr MutantKind kKinds[] = {
    {"drop-set-alarm", "an alarm is not set",
     "`storage freed:` if the alarm cleans up, `received:` or a client's `wait for:` if it tells something, or a check "
     "of "
     "what is stored afterwards. `no alarm lost` sees only alarms that were set"},
    {"drop-delete-alarm", "an alarm is not deleted",
     "a client that comes back before the alarm was due and finds all as it was (`wait for:`, `never received:`); "
     "`wakes when idle:` if it fires for nothing"},
    {"drop-delete-all", "storage is not freed", "`storage freed: {within: 15min}` after everyone has left"},
    {"drop-put", "something is not stored",
     "a client that asks for it after the room has slept, by the fault `evict` or a long wait (`wait for:`); "
     "`acknowledged is durable:`; a check of what is stored"},
    {"drop-delete", "something stored is not deleted",
     "`storage freed:`, `use: {stored: ...}`, or a check that counts what is stored"},
    {"drop-serialize-attachment", "what is known of a socket does not go into its attachment",
     "clients that say who they are, and a message after the room has slept (`wait for:` with the name in it); "
     "`never received: undefined`; `presence:`"},
    {"skip-rebuild", "the start does not restore what is in storage or attachments",
     "the fault `evict` or `hibernate` between two messages, and a client that waits for what was there before"},
    {"answer-before-put", "clients hear of something before it is stored",
     "`acknowledged is durable:` with the fault `crash before commit`, or a newcomer after it who must see the same"},
    {"forget-await", "nobody waits for storage, fetch or a call",
     "`no unhandled rejection` with the fault `storage write fails`; where the answer is used, a client that waits for "
     "it"},
    {"unblocked-start", "events are let in before the start is done",
     "where the start waits for more than storage (whose input gate makes up for it), a client whose message wakes the "
     "room and that waits for what was restored"},
    {"echo-close-code", "a close is answered with the code that came, which may be 1005 or 1006",
     "`no handler throws`, and clients that close without a code: `leaves: {bare close: 30%}`"},
    {"empty-close-handler", "a close is not handled",
     "`presence:`, or a client that stays and waits for word of who left; `storage freed:` if the last one frees it"},
    {"empty-error-handler", "a lost connection is not handled",
     "clients whose connection breaks, `leaves: {abrupt: 10%}` or the fault `connection reset`, and one that stays and "
     "waits for word of it; `presence:`"},
    {"keep-in-field", "sockets, attachments or stored values are kept in a field of the object",
     "the fault `evict` or `hibernate` between two messages, and a client that waits for the second"},
    {"accept-in-memory", "sockets are taken with accept(), so that the room cannot hibernate",
     "`bill: {at most: ...}` or `use: {object seconds: ...}`; what uses getWebSockets(): clients that wait for it"},
};

}  // namespace

std::span<const MutantKind> mutant_kinds() { return kKinds; }

const MutantKind* find_mutant_kind(std::string_view name) {
  const auto* const found = std::ranges::find(kKinds, name, &MutantKind::name);
  return found == std::end(kKinds) ? nullptr : found;
}

}  // namespace commands
