#pragma once

// What a scenario says about a group of clients.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/network/http.h"
#include "sim/distribution.h"
#include "sim/time.h"

namespace models::client {

/// Which room a client goes to; drawn once a session.
struct RoomChoice {
  enum class Kind : std::uint8_t { fixed, uniform, zipf, one_each };
  Kind kind = Kind::fixed;
  std::string name = "lobby";  // fixed: the room; otherwise the prefix: name-0, name-1, ...
  std::uint32_t rooms = 1;
  double s = 1.0;  // Zipf exponent
};

/// When a client is there. Either one stay from `at` for `length`, or several a day.
struct Sessions {
  sim::Distribution at = sim::Distribution::constant(0);  // ns after the start, when per_day is 0
  double per_day = 0;                                     // mean of a Poisson arrival of sessions outside quiet hours
  std::optional<sim::Distribution> length;                // ns; none: until the steps end
  std::optional<std::pair<sim::Duration, sim::Duration>>
      quiet;  // time of day, from - to, may wrap midnight: no session begins
};

/// Text with {n} (this client's message counter, from 1), {client} (group-index), {index}, {room}.
struct Template {
  std::string text;
  bool binary_hex = false;  // the text is hexadecimal digits
};

struct ConnectStep {
  Template path{"/"};
  network::HeaderList headers;
  std::vector<std::string> protocols;
};
struct SendStep {
  Template message;
};
/// Repeats while the session lasts, first after one interval.
struct EveryStep {
  sim::Distribution interval;
  Template message;
};
struct WaitStep {
  sim::Distribution duration;
};
struct HttpStep {
  std::string method = "GET";
  Template path{"/"};
  network::HeaderList headers;
  Template body;
};
/// How a client leaves.
struct LeaveStep {
  enum class Kind : std::uint8_t { close, bare_close, abrupt };
  Kind kind = Kind::close;
  std::uint16_t code = 1000;
  std::string reason;
};
using Step = std::variant<ConnectStep, SendStep, EveryStep, WaitStep, HttpStep, LeaveStep>;

/// What a client does when its connection is lost in the middle of a session.
struct Reconnect {
  enum class Kind : std::uint8_t { none, fixed, exponential };
  Kind kind = Kind::none;
  sim::Duration base = std::chrono::seconds(1);
  sim::Duration cap = std::chrono::seconds(30);
  bool full_jitter = true;
};

/// Where the vendor's network takes a visitor in: what of request.cf is in headers, too (edge_headers.h).
struct Edge {
  std::string country;
  std::string colo;
};

struct LeaveMix {  // probabilities of how a session ends; the rest is a clean close with code 1000
  double bare_close = 0;
  double abrupt = 0;
};

struct GroupConfig {
  std::string name;
  std::uint32_t count = 1;
  std::string link;                    // name of a LinkProfile; empty: direct
  std::string region;                  // of the network's topology
  std::string host = "dormouse.test";  // where paths lead
  network::SharedText cf;              // request.cf as JSON; null: undefined
  std::optional<Edge> edge;            // none: a visitor reaches the Worker as it is
  RoomChoice room;
  Sessions sessions;
  std::vector<Step> steps;
  Reconnect reconnect;
  LeaveMix leaves;
};

}  // namespace models::client
