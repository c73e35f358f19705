#include "models/invariants/no_duplicates.h"

#include <fmt/format.h>

#include "sim/calendar.h"

namespace models::invariants {

NoDuplicates::NoDuplicates(const MessageIdentity& identity, bool even_if_resent)
    : as_sent_(identity.as_sent), even_if_resent_(even_if_resent), key_(identity.as_sent, identity.id, identity.with) {}

std::string NoDuplicates::name() const {
  return even_if_resent_ ? "no duplicates, even of what is sent again" : "no duplicates";
}

void NoDuplicates::visit(const sim::RawRecord& record, const RunContext& run) {
  on<ClientSent>(record, [&](const ClientSent& message) {
    if (const auto key = key_(message.body, run)) ++sent_.add(*key).first;
  });
  on<HttpRequested>(record, [this](const HttpRequested& request) {
    if (request.method != "GET" && request.method != "HEAD") posts_ = true;
  });
  on<ClientReceived>(record, [&](const ClientReceived& message) { received(message, record.at, run); });
}

void NoDuplicates::received(const ClientReceived& message, sim::Time at, const RunContext& run) {
  const auto key = key_(message.body, run);
  if (!key) return;
  const std::uint32_t* const sent = sent_.find(*key);
  if (sent == nullptr && (as_sent_ || posts_ || sent_.forgot())) return;
  findings_.examined();
  Seen& seen = received_.add(key_of(*key, static_cast<std::uint64_t>(message.socket))).first;
  if (seen.times++ == 0) seen.first = at;
  const std::uint32_t times_sent = sent == nullptr ? 0 : *sent;
  const std::uint32_t most = even_if_resent_ || times_sent == 0 ? 1 : times_sent;
  if (seen.times <= most) return;
  findings_.violated(
      {.at = at,
       .who = run.client(message.client),
       .explanation = {fmt::format("{} received {} for the {} time on one connection; first at {}.",
                                   run.client(message.client), run.quoted(message.body),
                                   seen.times == 2   ? "second"
                                   : seen.times == 3 ? "third"
                                                     : fmt::format("{}th", seen.times),
                                   sim::format_time(seen.first)),
                       times_sent == 0 ? std::string("No client had sent it: a room made it.")
                                       : fmt::format("Clients had sent it {}.",
                                                     times_sent == 1 ? "once" : fmt::format("{} times", times_sent))},
       .record = run.record()});
}

Verdict NoDuplicates::verdict(const RunContext& /*run*/) {
  return findings_.verdict(name(), as_sent_ ? "no client received what a client had sent"
                                            : "no client received a message that has such an id");
}

}  // namespace models::invariants
