#pragma once

// What a scenario says about a group of clients.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/client/script.h"
#include "models/network/http.h"
#include "sim/distribution.h"
#include "sim/rate_table.h"
#include "sim/time.h"

namespace models::client {

/// Which room a client goes to; drawn once a session.
struct RoomChoice {
  enum class Kind : std::uint8_t { fixed, uniform, zipf, one_each };
  Kind kind = Kind::fixed;
  std::string name = "lobby";  // fixed: the room, as a template; otherwise the prefix: name-0, name-1, ...
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

/// A place of a group's own in its templates.
struct NamedPlace {
  enum class Kind : std::uint8_t {
    draw,    // a whole number, or one of `words`: anew for each text that is filled in
    kept,    // the member of this path in the latest JSON that came with it
    column,  // of the visitor's own row
  };
  Kind kind = Kind::draw;
  std::string name;
  sim::Distribution draw{};
  std::vector<std::string> words{};
  std::string member{};    // "session.token"
  std::size_t column = 0;  // in Visit::columns
};

/// A message that was recorded.
struct RecordedMessage {
  sim::Duration after{};  // since its sender came
  std::string bytes;
  std::uint32_t letters = 0;  // instead of bytes: so many
  bool binary = false;
};

/// One row of a table of visits.
struct Visit {
  sim::Duration at{};
  std::optional<sim::Duration> length;
  std::string room;  // empty: by the group's choice
  std::vector<std::string> columns;
  std::vector<RecordedMessage> messages{};  // in the order of their times
};

/// How visitors come, each for one session. They take the place of a group's `count`.
struct Arrive {
  enum class Kind : std::uint8_t { rates, bursts, visits };
  Kind kind = Kind::rates;
  std::shared_ptr<const sim::RateTable> rates{};
  sim::Duration offset{};  // of the run's start in the table of rates
  sim::Distribution on{};  // bursts: how long they last, and how long it is quiet between two
  sim::Distribution off{};
  double per_second = 0;  // in a burst
  std::shared_ptr<const std::vector<Visit>> visits{};
  std::uint32_t at_most = 1'000'000;
};

/// What becomes of messages that are due while there is no connection.
struct OfflineQueue {
  std::uint32_t most = 0;   // 0: they are left out
  bool drop_oldest = true;  // of a full queue; else the new one
};

/// A sign of life on an open connection.
struct Heartbeat {
  sim::Distribution every{};
  std::optional<Template> message{};  // none: a ping frame, as clients send that are no browsers
  MessagePattern answer{};            // empty: anything that comes
  sim::Duration within = std::chrono::seconds(10);
};

/// How fast a client reads; 0: as it comes.
struct ReadingPace {
  double messages_per_second = 0;
  double bytes_per_second = 0;
  [[nodiscard]] bool limited() const { return messages_per_second > 0 || bytes_per_second > 0; }
};

/// The same user opens the same page once more.
struct DuplicateTab {
  double share = 1;  // of sessions
  sim::Distribution after{};
};

/// A page that is hidden from time to time, whose timers the browser then holds back.
struct Background {
  enum class Timers : std::uint8_t {
    throttled,  // one wake-up a second; after five minutes one a minute for timers that repeat
    second,
    minute,
    frozen,  // none before the page is shown again
  };
  double share = 1;           // of sessions
  sim::Distribution shown{};  // how long
  sim::Distribution hidden{};
  Timers timers = Timers::throttled;
};

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
  std::string script{};       // a module that acts instead of the steps: its file, as the user calls it
  std::string script_with{};  // what the module is given, as JSON
  Reconnect reconnect;
  LeaveMix leaves;
  std::vector<NamedPlace> places{};
  std::optional<Arrive> arrive{};
  OfflineQueue offline{};
  std::optional<Heartbeat> heartbeat{};
  ReadingPace reads{};
  std::optional<DuplicateTab> duplicate_tab{};
  std::optional<Background> background{};
};

}  // namespace models::client
