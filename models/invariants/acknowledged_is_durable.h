#pragma once

#include <vector>

#include "models/invariants/message_key.h"
#include "models/invariants/property.h"
#include "models/invariants/property_spec.h"
#include "models/invariants/recent.h"
#include "sim/flat_map.h"

namespace models::invariants {

/// What a client was told is stored survives the loss of the room's memory. The user names the id that messages have,
/// and what an acknowledgement looks like: JSON members, with the id of what it is about.
///
/// An id is acknowledged once an acknowledgement of it has left its room (MessageLeft: past the output gate). It is
/// taken for durable from the first commit of that room (Committed) after the handling of its message began
/// (InvocationBegan, by order of arrival on its socket); an id that comes again later is durable already. Violated when
/// a room whose memory goes (RoomReset, Hibernated, Evicted) had acknowledged an id that is not durable: a crash that
/// takes back a write whose acknowledgement was let out, as allowUnconfirmed does, and memory that was to be written
/// later or never. It knows nothing of what a commit held: a write of something else makes an id durable, too, so that
/// no room is blamed wrongly, and a room may keep its promise here and break it yet.
///
/// Works at level all, on messages over sockets; of each room the latest 1,024 ids that are not durable are kept.
/// Unknown if no room lost its memory after an acknowledgement, and once there were more than 131,072 durable ids, when
/// older ones have to be forgotten.
class AcknowledgedIsDurable final : public Property {
 public:
  /// acknowledgement: JSON; acknowledged_id: the member in it, empty for the same as in messages.
  AcknowledgedIsDurable(const std::string& id, const std::string& acknowledgement, const std::string& acknowledged_id);
  [[nodiscard]] std::string name() const override { return "acknowledged is durable"; }
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  struct Pending {
    std::uint64_t key = 0;
    SocketId socket{};
    std::uint32_t number = 0;  // of the messages on its socket
    sim::BodyId body{};
    sim::Time arrived{};
    std::optional<sim::Time> acknowledged{};
  };
  struct Room {
    std::vector<Pending> pending;
    std::uint64_t acknowledged = 0;  // since its memory was lost last
  };
  struct Socket {
    std::uint32_t arrived = 0, began = 0;
  };
  static constexpr std::size_t kMostIds = 1U << 17;
  static constexpr std::size_t kMostPending = 1024;

  Room& room(RoomId id);
  Socket& socket(SocketId id);
  void arrived(const MessageArrived& message, sim::Time at, const RunContext& run);
  void left(const MessageLeft& message, sim::Time at, const RunContext& run);
  void committed(RoomId id);
  void memory_lost(RoomId id, std::string_view how, const RunContext& run);

  MessageKey id_, acknowledged_id_;
  std::vector<Room> rooms_;                  // by number
  sim::FlatMap<SocketId, Socket> internal_;  // between objects
  std::vector<Socket> sockets_;              // of clients, by number
  Recent<char> durable_{kMostIds};           // by room and id
  bool full_ = false;
  Findings findings_;
};

}  // namespace models::invariants
