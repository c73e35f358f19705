#pragma once

#include "models/invariants/property.h"

namespace models::invariants {

/// No message is larger than a limit, in either direction, and no attachment than the platform takes (16,384 bytes as
/// serialized): the first that is does not arrive, or throws.
///
/// Messages are seen where clients send them (ClientSent), where rooms let them out (MessageLeft, level all) and where
/// clients get them (ClientReceived, level clients). Of attachments the trace tells only those that were refused and
/// whose error nobody caught (ExceptionThrown). Unknown if no message was seen.
class SizesBelowLimits final : public Property {
 public:
  explicit SizesBelowLimits(std::uint64_t message_bytes) : message_bytes_(message_bytes) {}
  [[nodiscard]] std::string name() const override;
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  [[nodiscard]] bool too_large(sim::BodyId body, const RunContext& run);
  void found(sim::BodyId body, std::string who, std::string_view did, const RunContext& run);

  std::uint64_t message_bytes_;
  Findings findings_;
};

}  // namespace models::invariants
