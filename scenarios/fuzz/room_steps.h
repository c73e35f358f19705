#pragma once

// What reaches rooms in a run, and who brought it: the events whose order a fuzzer may choose. Each client is a thread
// of steps, as programs have them: what it sends is a step, and so is the end of a handler that let others in before.
// A message that waits at the input gate is no step of its own: it is one when its turn has come, and the gate keeps
// the order of arrival. Read from the trace of the run as it is without.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/records.h"
#include "sim/trace.h"

namespace scenarios::fuzz {

/// Times count from the start of the run.
struct RoomStep {
  sim::Duration sent{};     // when it went on its way; of an alarm: when it fired
  sim::Duration arrived{};  // before the input gate
  sim::Duration ended{};    // of its handler; as late as it begins if nobody could come in between
  bool follows = false;     // the client could not send it before what it sent last had done its work
  std::uint64_t nth = 0;    // of an alarm: which of those that the room has set
};

struct RoomThread {
  std::string name;  // of the client; of the room whose alarm it is
  bool is_alarm = false;
  std::vector<RoomStep> steps;  // in their order, which nothing can change
};

/// Reads the records of a run in their order.
class RoomStepsReader {
 public:
  void visit(const sim::RawRecord& record);
  /// Those that did something, clients first.
  [[nodiscard]] std::vector<RoomThread> finish() const;

 private:
  struct Client {
    std::string name;
    std::vector<RoomStep> steps;
    bool waits = false;  // for the answer to what it sent last
    std::optional<sim::Duration> heard;
  };
  struct Alarms {
    std::string name;
    std::vector<RoomStep> steps;
    std::uint64_t set = 0;
  };
  struct Sent {
    models::ClientId client{};
    std::size_t step = 0;
  };
  struct Running {
    std::vector<RoomStep>* steps = nullptr;
    std::size_t step = 0;
    sim::Time began{};
  };
  void visit_client(const sim::RawRecord& record, sim::Duration after);
  void visit_room(const sim::RawRecord& record, sim::Duration after);
  void sends(models::ClientId client, sim::Duration after, std::deque<Sent>& way);
  void hears(models::ClientId client, sim::Duration after);
  void forget_unmatched(models::ClientId client);
  void begins(const models::InvocationBegan& began, sim::Time at, sim::Duration after);

  std::optional<sim::Time> first_;
  std::map<models::ClientId, Client> clients_;
  std::map<models::RoomId, Alarms> alarms_;
  std::deque<Sent> to_worker_, to_room_;                      // requests that have not come so far
  std::map<models::SocketId, std::deque<Sent>> on_the_way_;   // messages that have not arrived
  std::map<models::SocketId, std::deque<Sent>> at_the_gate_;  // whose turn has not come
  std::map<models::InvocationId, Running> running_;
};

}  // namespace scenarios::fuzz
