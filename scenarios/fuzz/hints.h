#pragma once

// What is worth a look and may be meant so: never a finding by itself.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "models/records.h"
#include "scenarios/fuzz/transcript.h"
#include "sim/trace.h"

namespace scenarios::fuzz {

struct Hint {
  std::string kind;      // "the close handshake is completed"
  std::string identity;  // the kind and the place: equal for two hints of one thing
  std::vector<std::string> words;
};

/// Reads a run that nothing befalls.
class HintsReader {
 public:
  void visit(const sim::RawRecord& record);
  /// After the last record. left_alone: nobody is there any more, and had time to come to rest (restless.h).
  [[nodiscard]] std::vector<Hint> finish(bool left_alone) const;

 private:
  struct Room {
    std::string name;
    std::set<models::SocketId> sockets;
    std::uint64_t rows = 0;
    bool alarm = false;
    bool running = false;                    // alarm() is
    bool takes = false;                      // it takes away what is stored: that is work
    bool dropped = false;                    // the last alarm was given up, or deleted
    bool given_up = false;                   // the former
    std::uint64_t closed = 0, lingered = 0;  // clients that left with a Close frame: answered, and not
    std::string who;                         // of those that lingered
    std::uint16_t code = 0;                  // what that one saw
  };
  /// What a room stored after its first wakes with nothing to do (woken_rooms.h), as JSON.
  using Wakes = std::vector<std::string>;
  void client_closed(const models::ClientClosed& closed);
  void follow_alarms(const sim::RawRecord& record);
  void follow_sockets(const sim::RawRecord& record);
  [[nodiscard]] static std::vector<std::string> changed_by_wakes(const Wakes& wakes);

  std::map<models::RoomId, Room> rooms_;
  std::map<models::SocketId, models::RoomId> room_of_;
  std::map<models::ClientId, std::string> clients_;
  std::set<models::SocketId> leaving_;
  std::map<models::RoomId, Wakes> wakes_;
  std::map<sim::BodyId, std::string> bodies_;
};

/// If clients saw something else where getWebSockets() gave its sockets in another order.
[[nodiscard]] std::optional<Hint> order_relied_on(const Transcript& as_it_is, const Transcript& other_order);

}  // namespace scenarios::fuzz
