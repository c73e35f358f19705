#pragma once

// Where in a run something may befall it: what a fuzzer chooses from. Read from the trace of the run as it is without.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/records.h"
#include "sim/trace.h"

namespace scenarios::fuzz {

struct RoomOccasions {
  std::string name;
  /// After the start: an event of the room has just ended, and none is under way.
  std::vector<sim::Duration> rests;
  std::vector<sim::Duration> committed;  // when
  std::uint64_t commits = 0;
  std::uint64_t alarms = 0;  // that fired
  std::uint64_t constructed = 0;
};

struct ClientOccasions {
  std::string name;
  std::vector<sim::Duration> heard;     // its connection stood, and something had just come through it
  std::vector<sim::Duration> asking;    // halfway between a request and its answer, or while one streams
  std::vector<sim::Duration> answered;  // an answer has just come
};

struct Occasions {
  std::vector<RoomOccasions> rooms;
  std::vector<ClientOccasions> clients;
  [[nodiscard]] bool empty() const { return rooms.empty(); }
};

/// Reads the records of a run in their order.
class OccasionsReader {
 public:
  void visit(const sim::RawRecord& record);
  [[nodiscard]] Occasions finish() const;

 private:
  struct Room {
    RoomOccasions seen;
    std::uint64_t under_way = 0;
  };
  void name_defined(const models::NameDefined& record);
  void invocation_ended(sim::Time at, models::InvocationId id);
  void client_heard(sim::Time at, models::ClientId client);
  void client_answered(sim::Time at, const models::HttpAnswered& answer);

  std::map<models::RoomId, Room> rooms_;
  std::map<models::ClientId, ClientOccasions> clients_;
  std::map<models::InvocationId, models::RoomId> under_way_;
  std::map<std::pair<models::ClientId, std::uint32_t>, sim::Time> asked_;  // requests without an answer
  std::optional<sim::Time> first_;
  sim::Time latest_{};
};

}  // namespace scenarios::fuzz
