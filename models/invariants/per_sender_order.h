#pragma once

#include <map>
#include <vector>

#include "models/invariants/growing_numbers.h"
#include "models/invariants/message_key.h"
#include "models/invariants/property.h"
#include "models/invariants/property_spec.h"
#include "models/invariants/recent.h"
#include "sim/flat_map.h"

namespace models::invariants {

/// Messages of one sender reach each receiver in the order in which they were sent.
///
/// By identity (`id`, `relayed: as sent`): of two messages that a client sent on one connection, a receiver gets the
/// first one first, or not at all. What says nothing is left out: messages that were sent more than once (a client that
/// tries again chooses its own order), that were sent on different connections (the network may turn those about), that
/// were sent before the receiver's socket was there (history comes when it comes), that a receiver gets again, and what
/// the platform's auto-response answers. By number: on one connection the numbers of one sender only grow.
///
/// Reads ClientSent, ClientReceived, SocketAccepted (level clients), and MessageArrived (level all) for auto-responses;
/// without those the echo to the sender itself says nothing. It keeps the latest 65,536 messages sent, and for each
/// receiver the latest 32 of at most 256 senders; a message that comes later than that says nothing. Unknown if no
/// receiver got two messages of one sender that can be compared.
class PerSenderOrder final : public Property {
 public:
  explicit PerSenderOrder(const MessageIdentity& identity);
  [[nodiscard]] std::string name() const override { return "per-sender order"; }
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  struct Sent {
    SocketId on = SocketId::none;
    ClientId by{};
    std::uint64_t number = 0;  // counted over the whole run
    sim::Time at{};
    bool says_nothing = false;
  };
  struct Lane {
    GrowingNumbers numbers{};
    double newest_number = 0;
    sim::BodyId newest{};
    sim::Time newest_at{};  // sent, if that is known
    ClientId sender = ClientId::none;
  };
  using Lanes = sim::FlatMap<std::uint64_t, Lane>;  // by sender
  static constexpr std::size_t kSentKept = 1U << 16;
  static constexpr std::size_t kMostSenders = 256;

  void sent(const ClientSent& message, sim::Time at, const RunContext& run);
  void received(const ClientReceived& message, const RunContext& run);
  void received_number(const ClientReceived& message, const RunContext& run);
  void step(const ClientReceived& message, std::uint64_t sender, double number, const Sent* sent,
            const RunContext& run);
  void overtaken(const ClientReceived& message, const Lane& lane, double number, const Sent* sent,
                 const RunContext& run);
  Lanes& lanes_of(SocketId socket);

  bool by_number_;
  MessageKey key_;
  std::optional<MessageMember> number_, sender_;
  bool arrivals_told_ = false;
  std::uint64_t sent_so_far_ = 0;
  Recent<Sent> sent_{kSentKept};
  std::vector<std::uint64_t> sent_before_;  // by socket: how many had been sent when it was accepted
  std::vector<Lanes> lanes_;                // by receiving socket
  Findings findings_;
};

}  // namespace models::invariants
