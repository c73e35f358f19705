#pragma once

// The outside as a scenario has it: which rule answers a request of code, and how.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/network/http.h"
#include "models/upstream/rule.h"
#include "sim/choice.h"
#include "sim/time.h"

namespace models::upstream {

/// What becomes of a request.
struct Outcome {
  network::HttpResponse response;
  std::vector<std::string> chunks;            // of its body, if that comes in pieces
  sim::Duration after{};                      // until the answer, or the failure, is there
  std::vector<sim::Duration> chunks_after{};  // each from the one before
  Failure failure = Failure::none;
};

class Upstreams {
 public:
  Upstreams(sim::Choices& choices, std::vector<Rule> rules);

  /// By the first rule that fits; empty if none does. Latencies are drawn from the caller's own stream.
  [[nodiscard]] std::optional<Outcome> ask(const network::HttpRequest& request, sim::Entity caller);

 private:
  struct Standing {
    Rule rule;
    std::uint64_t asked = 0;
  };
  [[nodiscard]] static const Answer& answer_for(const Rule& rule, std::uint64_t n);
  sim::RandomStream& stream(sim::Entity caller);

  sim::Choices& choices_;
  std::vector<Standing> rules_;
  std::map<sim::Entity, sim::RandomStream> streams_;
};

/// What the error says that code gets for a request which no rule answers: the request, and a rule to write.
[[nodiscard]] std::string unanswered(const network::HttpRequest& request);

}  // namespace models::upstream
