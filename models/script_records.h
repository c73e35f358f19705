#pragma once

// What the user's own JavaScript outside of rooms does and finds: clients that are code, and checks.

#include <cstdint>
#include <string>

#include "models/record_kinds.h"
#include "models/record_macros.inc"
#include "sim/record.h"

namespace models {

enum class CheckOutcome : std::uint8_t { holds, violated, unknown };
[[nodiscard]] constexpr std::string_view name_of(CheckOutcome value) {
  constexpr std::string_view kNames[] = {"holds", "violated", "unknown"};
  return word_of(value, kNames);
}

/// A session of a client that is code: its module is evaluated afresh.
struct ScriptBegan {
  DORMOUSE_RECORD(120, "script-began", lifecycle)
  ClientId client{};
  std::uint64_t session = 0;  // of this client, from 1
  std::string room;
  DORMOUSE_FIELDS(sim::field("client", &ScriptBegan::client), sim::field("session", &ScriptBegan::session),
                  sim::field("room", &ScriptBegan::room))
};

struct ScriptEnded {
  DORMOUSE_RECORD(121, "script-ended", lifecycle)
  ClientId client{};
  std::uint64_t session = 0;
  DORMOUSE_FIELDS(sim::field("client", &ScriptEnded::client), sim::field("session", &ScriptEnded::session))
};

/// Client code threw and nobody caught it; the client goes on, as a page does.
struct ScriptThrew {
  DORMOUSE_RECORD(122, "script-threw", lifecycle)
  ClientId client{};
  std::string name;
  std::string message;
  std::string stack;  // positions in the user's own files
  DORMOUSE_FIELDS(sim::field("client", &ScriptThrew::client), sim::field("name", &ScriptThrew::name),
                  sim::field("message", &ScriptThrew::message), sim::field("stack", &ScriptThrew::stack))
};

struct ScriptConsole {
  DORMOUSE_RECORD(123, "client-console", clients)
  ClientId client{};
  ConsoleLevel level{};
  sim::BodyId text{};
  DORMOUSE_FIELDS(sim::field("client", &ScriptConsole::client), sim::field("level", &ScriptConsole::level),
                  sim::field("text", &ScriptConsole::text))
};

/// What a client says of its own view of things, as JSON: equal views are the same body.
struct ViewReported {
  DORMOUSE_RECORD(124, "reported", clients)
  ClientId client{};
  std::string name;
  sim::BodyId value{};
  DORMOUSE_FIELDS(sim::field("client", &ViewReported::client), sim::field("name", &ViewReported::name),
                  sim::field("value", &ViewReported::value))
};

/// What a room stores at a moment that a check asked for, as JSON (scenarios/stored_contents.cpp).
struct RoomStored {
  DORMOUSE_RECORD(125, "stored", clients)
  RoomId room{};
  sim::BodyId contents{};
  DORMOUSE_FIELDS(sim::field("room", &RoomStored::room), sim::field("contents", &RoomStored::contents))
};

/// What became of an expectation that is the user's own code.
struct CheckVerdict {
  DORMOUSE_RECORD(126, "verdict", lifecycle)
  std::uint32_t expectation = 0;  // its place in `expect:`
  std::string name;
  CheckOutcome outcome{};
  sim::Time first{};  // when it was violated first
  std::uint64_t examined = 0;
  std::uint64_t violations = 0;
  std::string text;    // why, in words
  std::string record;  // JSON of the record that violated it, or began the case that did
  DORMOUSE_FIELDS(sim::field("expectation", &CheckVerdict::expectation), sim::field("name", &CheckVerdict::name),
                  sim::field("outcome", &CheckVerdict::outcome), sim::field("first", &CheckVerdict::first),
                  sim::field("examined", &CheckVerdict::examined), sim::field("violations", &CheckVerdict::violations),
                  sim::field("text", &CheckVerdict::text), sim::field("violatedBy", &CheckVerdict::record))
};

}  // namespace models

#undef DORMOUSE_RECORD
#undef DORMOUSE_FIELDS
