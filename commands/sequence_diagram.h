#pragma once

// A chain of causes as a sequence diagram of Mermaid (https://mermaid.js.org/syntax/sequenceDiagram.html).

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "commands/causal_graph.h"
#include "models/records.h"
#include "sim/trace.h"

namespace commands {

/// Where a record happens: "client phone-3", "room lobby", "worker", or "platform" for what is everybody's.
class Parties {
 public:
  /// Every record of the trace, in order.
  void visit(const sim::RawRecord& record);
  [[nodiscard]] std::string of(const sim::RawRecord& record) const;

 private:
  [[nodiscard]] std::string room(models::RoomId id) const;

  std::map<models::RoomId, std::string> rooms_;
  std::map<models::ClientId, std::string> clients_;
  std::map<models::InvocationId, models::RoomId> invocations_;
};

struct ChainStep {
  std::size_t number;  // of the record, from 0
  std::string line;    // as text
  std::string party;
  std::string words;  // for a diagram, which shows the party
};

/// An arrow for each step whose cause happened elsewhere, a note for any other.
[[nodiscard]] std::string sequence_diagram(const std::vector<ChainStep>& steps, const CausalGraph& graph);

}  // namespace commands
