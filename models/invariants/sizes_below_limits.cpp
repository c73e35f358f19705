#include "models/invariants/sizes_below_limits.h"

#include <fmt/format.h>

namespace models::invariants {

std::string SizesBelowLimits::name() const {
  return fmt::format("sizes: messages of at most {} bytes", message_bytes_);
}

void SizesBelowLimits::visit(const sim::RawRecord& record, const RunContext& run) {
  on<ClientSent>(record, [&](const ClientSent& sent) {
    if (too_large(sent.body, run)) found(sent.body, run.client(sent.client), "sent", run);
  });
  on<MessageLeft>(record, [&](const MessageLeft& left) {
    if (too_large(left.body, run)) found(left.body, run.room(left.room), "sent", run);
  });
  on<ClientReceived>(record, [&](const ClientReceived& received) {
    if (too_large(received.body, run)) found(received.body, run.client(received.client), "received", run);
  });
  on<ExceptionThrown>(record, [&](const ExceptionThrown& thrown) {
    if (thrown.message.find("'attachment' cannot be larger than") == std::string::npos) return;
    findings_.examined();
    findings_.violated({.at = record.at,
                        .who = run.room(thrown.room),
                        .explanation = {thrown.message,
                                        "An attachment is for what a socket must remember, and little of it; what is "
                                        "larger belongs in storage, under an id that the attachment holds."},
                        .record = run.record()});
  });
}

bool SizesBelowLimits::too_large(sim::BodyId body, const RunContext& run) {
  findings_.examined();
  return run.body(body).size() > message_bytes_;
}

void SizesBelowLimits::found(sim::BodyId body, std::string who, std::string_view did, const RunContext& run) {
  std::string sentence =
      fmt::format("{} {} a message of {} bytes: {}", who, did, run.body(body).size(), run.quoted(body));
  findings_.violated(
      {.at = run.now(), .who = std::move(who), .explanation = {std::move(sentence)}, .record = run.record()});
}

Verdict SizesBelowLimits::verdict(const RunContext& /*run*/) {
  return findings_.verdict(name(), "no message was sent, or the trace keeps none");
}

}  // namespace models::invariants
