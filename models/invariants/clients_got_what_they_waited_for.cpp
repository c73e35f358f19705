#include "models/invariants/clients_got_what_they_waited_for.h"

#include <fmt/format.h>

namespace models::invariants {

void ClientsGotWhatTheyWaitedFor::visit(const sim::RawRecord& record, const RunContext& run) {
  on<HttpAnswered>(record, [&](const HttpAnswered& answer) { answers_[answer.client] = {record.at, answer}; });
  on<ClientWaited>(record, [&](const ClientWaited& waited) {
    findings_.examined();
    if (waited.met || waited.handled) return;
    const double seconds = std::chrono::duration<double>(waited.waited).count();
    findings_.violated({.at = record.at,
                        .who = run.client(waited.client),
                        .explanation = {fmt::format("{} waited {:.3f} s for {} {}, and {}.", run.client(waited.client),
                                                    seconds, waited.for_answer ? "an answer" : "a message",
                                                    waited.wanted, what_came(waited, record.at, run))}});
  });
}

/// An answer that is another than the one that was wanted ends the wait.
std::string ClientsGotWhatTheyWaitedFor::what_came(const ClientWaited& waited, sim::Time now,
                                                   const RunContext& run) const {
  const auto found = answers_.find(waited.client);
  if (!waited.for_answer || found == answers_.end() || found->second.first != now) return "it did not come";
  const HttpAnswered& answer = found->second.second;
  if (answer.status == 0) return "the connection broke";
  return fmt::format("got {} {}", answer.status, run.quoted(answer.body));
}

Verdict ClientsGotWhatTheyWaitedFor::verdict(const RunContext& /*run*/) {
  return findings_.verdict(name(), "no client waited for a message or an answer");
}

}  // namespace models::invariants
