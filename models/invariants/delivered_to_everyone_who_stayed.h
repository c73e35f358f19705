#pragma once

#include <chrono>
#include <vector>

#include "models/invariants/property.h"

namespace models::invariants {

/// What a room sends to a client that stays connected arrives there, in the order in which it was sent. A client stays
/// until it begins to leave, or its link or connection is lost; a message that left within kLongEnough of the end of
/// the run may still be on its way.
class DeliveredToEveryoneWhoStayed final : public Property {
 public:
  /// Longer than TCP keeps a connection alive over which nothing gets through.
  static constexpr sim::Duration kLongEnough = std::chrono::seconds(60);

  [[nodiscard]] std::string name() const override { return "delivered to everyone who stayed"; }
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  struct Sent {
    sim::Time at{};
    sim::BodyId body{};
    RoomId room{};
  };
  struct Socket {
    ClientId client = ClientId::none;
    bool left = false;
    std::vector<Sent> on_the_way;  // from `arrived` on
    std::size_t arrived = 0;
  };

  [[nodiscard]] Socket& at(SocketId id);
  void receive(const ClientReceived& received, sim::Time now, const RunContext& run);
  void leave(SocketId id);

  std::vector<Socket> sockets_;  // by number
  Findings findings_;
};

}  // namespace models::invariants
