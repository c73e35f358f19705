#pragma once

// How a scenario answers what code asks of the outside.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/network/http.h"
#include "sim/distribution.h"

namespace models::upstream {

/// Nobody is there, the connection ends before the answer (or after the last chunk), or none ever comes.
enum class Failure : std::uint8_t { none, no_connection, connection_lost, no_answer };

/// In texts, places in braces are filled in (answer_text.h).
struct Answer {
  std::uint16_t status = 200;
  network::HeaderList headers;
  std::string body;
  bool is_json = false;             // what is filled in is escaped
  bool is_template = true;          // false: the bytes of a file
  std::vector<std::string> chunks;  // instead of a body: its pieces
  sim::Distribution chunk_every = sim::Distribution::constant(0);
  sim::Distribution latency = sim::Distribution::constant(50e6);
  Failure failure = Failure::none;
  std::uint64_t times = 1;  // for how many requests, before the next one's turn; the last one's turn does not end
};

/// In all patterns * stands for any text. What is left empty fits everything.
struct Rule {
  std::string url;
  std::vector<std::string> methods;
  network::HeaderList headers;
  std::string body;
  std::vector<Answer> answers;
  std::optional<std::uint64_t> times;  // so many requests, then the rule is as if it were not there
};

}  // namespace models::upstream
