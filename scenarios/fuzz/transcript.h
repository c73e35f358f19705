#pragma once

// What each client saw, in its own order and without times.

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "models/records.h"
#include "sim/trace.h"

namespace scenarios::fuzz {

struct TranscriptLine {
  std::string text;          // "open", "message ...", "answer 200 ...", "closed 1000 cleanly"
  bool greets_anew = false;  // word for word what the room had said to this connection when it opened
};

/// For people: what is no text has its bytes shown.
[[nodiscard]] std::string shown(const TranscriptLine& line);

struct LinesApart {
  std::size_t awake = 0, napped = 0;  // the first that differ; their number where there are none
};
/// A room that has woken may greet once more.
[[nodiscard]] std::optional<LinesApart> first_apart(const std::vector<TranscriptLine>& awake,
                                                    const std::vector<TranscriptLine>& napped);

class Transcript {
 public:
  void visit(const sim::RawRecord& record);
  /// By the client's name.
  [[nodiscard]] std::map<std::string, std::vector<TranscriptLine>> lines() const;

 private:
  struct Client {
    std::string name = "?";
    std::vector<TranscriptLine> seen;
    // of the present connection
    sim::Time opened{};
    bool spoke = false;
    std::set<std::string> greeting;
  };
  void received(sim::Time at, const models::ClientReceived& message);
  void add(models::ClientId client, std::string what) { clients_[client].seen.push_back({std::move(what)}); }

  std::map<models::ClientId, Client> clients_;
  std::map<sim::BodyId, std::string> bodies_;
};

}  // namespace scenarios::fuzz
