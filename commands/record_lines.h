#pragma once

// Records of a trace as lines for people: rooms, clients and texts by name, not by number.

#include <map>
#include <optional>
#include <set>
#include <string>

#include "models/records.h"
#include "sim/trace.h"

namespace commands {

class RecordLines {
 public:
  explicit RecordLines(sim::Time start) : start_(start) {}
  /// Every record of the trace, in order: names and texts are said once.
  void visit(const sim::RawRecord& record);
  /// "2026-08-01T00:00:05.02Z  (5.0 s)  message-arrived  room lobby, socket 3, ...".
  [[nodiscard]] std::string line(const sim::RawRecord& record) const;
  /// Its fields alone, but for those that are left out: "socket 3, kind text, body "hi"".
  [[nodiscard]] std::string words(const sim::RawRecord& record, const std::set<std::string>& without = {}) const;
  [[nodiscard]] sim::Time start() const { return start_; }
  /// Nothing if nobody was introduced under this number.
  [[nodiscard]] std::optional<std::string> client_of(models::SocketId socket) const;

 private:
  sim::Time start_;
  std::map<models::RoomId, std::string> rooms_;
  std::map<models::ClientId, std::string> clients_;
  std::map<models::SocketId, models::ClientId> sockets_;
  std::map<sim::BodyId, std::string> bodies_;  // their beginnings
};

/// "received"
[[nodiscard]] std::string kind_of(const sim::RawRecord& record);

}  // namespace commands
