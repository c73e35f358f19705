#pragma once

// Says of each record of a trace what led to it. A trace does not hold causes: they follow from the numbers of
// invocations, sockets and clients, and from the order of messages on a socket. What is taken to be so, and may not be,
// docs/trace.md says.

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "commands/causal_graph.h"
#include "models/records.h"
#include "sim/trace.h"

namespace commands {

class Causes {
 public:
  void visit(const sim::RawRecord& record);
  [[nodiscard]] const CausalGraph& graph() const { return graph_; }

 private:
  using Index = std::size_t;
  using Body = std::optional<sim::BodyId>;
  struct Message {
    Index record;
    sim::BodyId body;
  };
  struct Request {
    Index record;
    std::optional<Index> worker;  // whose it is
  };
  struct Room {
    std::vector<std::pair<models::InvocationId, Index>> open;
    std::optional<Index> last, ended, commit, alarm_set, alarm_fired, constructed;
    std::optional<Index> asked;    // what came in last: a message, a request, an alarm
    std::optional<Index> worker;   // whose request its latest fetch() answers
    std::deque<Request> requests;  // that no handler has begun yet
  };
  struct Socket {
    std::deque<Message> sent, arrived, left;  // by the client; at the room; out of the room
    std::optional<Index> leaving, gone, connected, worker;
    models::RoomId room = models::RoomId::none;
  };

  void invocation(const models::InvocationBegan& began);
  void room_record(models::RoomId id);
  /// It is out of memory.
  void room_ended(models::RoomId id, bool sockets_cut);
  bool of_client(const sim::RawRecord& record);
  bool of_ends(const sim::RawRecord& record);
  bool of_messages(const sim::RawRecord& record);
  void of_invocations(const sim::RawRecord& record);
  void of_lives(const sim::RawRecord& record);
  void of_use(const sim::RawRecord& record);
  bool of_alarms(const sim::RawRecord& record);
  void because(std::optional<Index> cause) { effect_of(now_, cause); }
  void effect_of(Index effect, std::optional<Index> cause);
  /// What a client does of its own accord follows what it did or saw before.
  void follows(models::ClientId client, models::SocketId socket);
  /// The Worker's invocation that this request may have come to; it has no other.
  std::optional<Index> answered_by(Index request);
  /// Takes the first message with this body off the queue.
  static std::optional<Index> take(std::deque<Message>& queue, Body body);
  [[nodiscard]] std::optional<Index> at_work(const Room& room) const;

  CausalGraph graph_;
  Index now_ = 0;
  sim::Time at_{};
  std::map<models::RoomId, Room> rooms_;
  std::map<models::SocketId, Socket> sockets_;
  std::map<models::ClientId, std::pair<Index, sim::Time>> clients_;  // the latest record of each
  std::map<models::InvocationId, std::pair<models::RoomId, Index>> invocations_;
  std::map<models::ClientId, Index> asked_;  // the latest request of each
  std::map<Index, bool> workers_;            // the Worker's invocations without a client's request; whether they ended
  std::optional<Index> worker_, cron_, fault_, turn_;
  sim::Time turn_at_{};
};

}  // namespace commands
