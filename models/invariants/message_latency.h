#pragma once

#include <vector>

#include "models/invariants/message_key.h"
#include "models/invariants/property.h"
#include "models/invariants/property_spec.h"
#include "models/invariants/recent.h"
#include "models/invariants/share_within.h"
#include "sim/queue.h"

namespace models::invariants {

/// How long messages take, in quantiles that are limits.
///
/// Without an identity: from a client's sending (ClientSent) until the room begins to handle it (InvocationBegan),
/// which is the way there, a wake, and what waits before it. Messages of one connection arrive in order, so they are
/// told apart by counting; what an auto-response answers does not count. With an identity (`id`, `relayed: as sent`):
/// from sending until another connection gets it (ClientReceived), once for each that was open before; of what was sent
/// more than once nothing is said. What never arrives is not slow, but lost: `delivered to everyone who stayed` tells.
///
/// Works at level all; with an identity at level clients. Unknown if there was no such message, or some were too slow
/// but too few to tell the quantile from.
class MessageLatency final : public Property {
 public:
  MessageLatency(const MessageIdentity& identity, std::vector<QuantileLimit> limits);
  [[nodiscard]] std::string name() const override;
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  struct Socket {
    ClientId client{};
    sim::Queue<sim::Time> sent;  // not arrived yet
    sim::Queue<sim::Time> arrived;
    std::uint64_t opened_after = 0;
    bool uncounted = false;  // too much was on its way
  };
  struct Sent {
    SocketId on = SocketId::none;
    sim::Time at{};
    std::uint64_t number = 0;
    bool again = false;
  };
  static constexpr std::size_t kKept = 1U << 16;
  static constexpr std::size_t kMostOnTheWay = 4096;

  Socket& socket(SocketId id);
  void visit_ways(const sim::RawRecord& record, const RunContext& run);
  void visit_relayed(const sim::RawRecord& record, const RunContext& run);
  void took(sim::Duration time, ClientId client, std::string_view did, const RunContext& run);

  bool relayed_;
  MessageKey key_;
  ShareWithin share_;
  std::uint64_t sent_so_far_ = 0;
  std::vector<Socket> sockets_;
  Recent<Sent> sent_{kKept};
  Recent<char> received_{kKept};
};

}  // namespace models::invariants
