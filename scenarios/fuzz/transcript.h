#pragma once

// What each client saw, in its own order and without times.

#include <map>
#include <string>
#include <vector>

#include "models/records.h"
#include "sim/trace.h"

namespace scenarios::fuzz {

class Transcript {
 public:
  void visit(const sim::RawRecord& record);
  /// By the client's name: "open", "message ...", "answer 200 ...", "closed 1000 cleanly".
  [[nodiscard]] std::map<std::string, std::vector<std::string>> lines() const;

 private:
  void add(models::ClientId client, std::string what) { seen_[client].push_back(std::move(what)); }

  std::map<models::ClientId, std::string> names_;
  std::map<sim::BodyId, std::string> bodies_;
  std::map<models::ClientId, std::vector<std::string>> seen_;
};

}  // namespace scenarios::fuzz
