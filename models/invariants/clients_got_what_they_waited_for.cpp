#include "models/invariants/clients_got_what_they_waited_for.h"

#include <fmt/format.h>

namespace models::invariants {

void ClientsGotWhatTheyWaitedFor::visit(const sim::RawRecord& record, const RunContext& run) {
  on<ClientWaited>(record, [&](const ClientWaited& waited) {
    findings_.examined();
    if (waited.met || waited.handled) return;
    const double seconds = std::chrono::duration<double>(waited.waited).count();
    findings_.violated(
        {.at = record.at,
         .who = run.client(waited.client),
         .explanation = {fmt::format("{} waited {:.3f} s for {} {}, and it did not come.", run.client(waited.client),
                                     seconds, waited.for_answer ? "an answer" : "a message", waited.wanted)}});
  });
}

Verdict ClientsGotWhatTheyWaitedFor::verdict(const RunContext& /*run*/) {
  return findings_.verdict(name(), "no client waited for a message or an answer");
}

}  // namespace models::invariants
