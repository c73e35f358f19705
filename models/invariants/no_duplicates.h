#pragma once

#include "models/invariants/message_key.h"
#include "models/invariants/property.h"
#include "models/invariants/property_spec.h"
#include "models/invariants/recent.h"

namespace models::invariants {

/// No message reaches a receiver more often on one connection than clients have sent it; with `even if resent`, more
/// often than once. What no client sent is the room's own: an id that only rooms give may come once; of messages as
/// sent they say nothing. On a new connection all begins anew: there history comes again.
///
/// Reads ClientSent, ClientReceived and HttpRequested (level clients). Bodies of HTTP requests are not in the trace:
/// once one was sent that may have had a body, ids that no socket sent say nothing. It keeps the latest 131,072
/// messages sent and received; a duplicate that comes later is not seen. Unknown if no client received a message that
/// has an id.
class NoDuplicates final : public Property {
 public:
  NoDuplicates(const MessageIdentity& identity, bool even_if_resent);
  [[nodiscard]] std::string name() const override;
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  struct Seen {
    std::uint32_t times = 0;
    sim::Time first{};
  };
  void received(const ClientReceived& message, sim::Time at, const RunContext& run);
  static constexpr std::size_t kKept = 1U << 17;

  bool as_sent_;
  bool even_if_resent_;
  MessageKey key_;
  bool posts_ = false;
  Recent<std::uint32_t> sent_{kKept};  // by message
  Recent<Seen> received_{kKept};       // by connection and message
  Findings findings_;
};

}  // namespace models::invariants
