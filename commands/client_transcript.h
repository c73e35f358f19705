#pragma once

#include <map>
#include <string>

#include "models/records.h"
#include "sim/trace.h"

namespace commands {

/// What each client saw, in its own order and without times: connected, messages, answers, how it
/// ended.
class ClientTranscript {
 public:
  void visit(const sim::RawRecord& record);
  /// Equal exactly if every client saw the same; a hash over all of them in the order of their names.
  [[nodiscard]] std::string digest() const;

 private:
  void add(models::ClientId client, std::string_view what);

  std::map<models::ClientId, std::string> names_;
  std::map<sim::BodyId, std::uint64_t> bodies_;  // hash of the bytes
  std::map<models::ClientId, std::uint64_t> seen_;
};

}  // namespace commands
