#pragma once

// What clients do and see, what the network does to them, and steps of a played probe.

#include <cstdint>
#include <string>

#include "models/record_kinds.h"
#include "models/record_macros.inc"
#include "sim/record.h"

namespace models {

// ---- clients

struct ClientConnecting {
  DORMOUSE_RECORD(80, "connecting", clients)
  ClientId client{};
  std::string path;
  DORMOUSE_FIELDS(sim::field("client", &ClientConnecting::client), sim::field("path", &ClientConnecting::path))
};

struct ClientConnected {
  DORMOUSE_RECORD(81, "connected", lifecycle)
  ClientId client{};
  SocketId socket{};
  std::string protocol;
  DORMOUSE_FIELDS(sim::field("client", &ClientConnected::client), sim::field("socket", &ClientConnected::socket),
                  sim::field("protocol", &ClientConnected::protocol))
};

/// The upgrade was answered with something else, or not at all (status 0).
struct ClientRefused {
  DORMOUSE_RECORD(82, "refused", lifecycle)
  ClientId client{};
  std::uint16_t status = 0;
  sim::BodyId body{};
  DORMOUSE_FIELDS(sim::field("client", &ClientRefused::client), sim::field("status", &ClientRefused::status),
                  sim::field("body", &ClientRefused::body))
};

struct ClientSent {
  DORMOUSE_RECORD(83, "sent", clients)
  ClientId client{};
  SocketId socket{};
  MessageKind kind{};
  sim::BodyId body{};
  DORMOUSE_FIELDS(sim::field("client", &ClientSent::client), sim::field("socket", &ClientSent::socket),
                  sim::field("kind", &ClientSent::kind), sim::field("body", &ClientSent::body))
};

struct ClientReceived {
  DORMOUSE_RECORD(84, "received", clients)
  ClientId client{};
  SocketId socket{};
  MessageKind kind{};
  sim::BodyId body{};
  DORMOUSE_FIELDS(sim::field("client", &ClientReceived::client), sim::field("socket", &ClientReceived::socket),
                  sim::field("kind", &ClientReceived::kind), sim::field("body", &ClientReceived::body))
};

struct ClientPong {
  DORMOUSE_RECORD(85, "pong", clients)
  ClientId client{};
  SocketId socket{};
  sim::BodyId body{};
  DORMOUSE_FIELDS(sim::field("client", &ClientPong::client), sim::field("socket", &ClientPong::socket),
                  sim::field("body", &ClientPong::body))
};

/// A Close frame came in; 1005: it was empty.
struct ClientCloseFrame {
  DORMOUSE_RECORD(86, "close-frame", clients)
  ClientId client{};
  SocketId socket{};
  std::uint16_t code = 0;
  std::string reason;
  DORMOUSE_FIELDS(sim::field("client", &ClientCloseFrame::client), sim::field("socket", &ClientCloseFrame::socket),
                  sim::field("code", &ClientCloseFrame::code), sim::field("reason", &ClientCloseFrame::reason))
};

/// The client itself began to close (code 1005: bare), or cut the connection.
struct ClientLeaving {
  DORMOUSE_RECORD(87, "leaving", clients)
  ClientId client{};
  SocketId socket{};
  bool abrupt = false;
  std::uint16_t code = 0;
  DORMOUSE_FIELDS(sim::field("client", &ClientLeaving::client), sim::field("socket", &ClientLeaving::socket),
                  sim::field("abrupt", &ClientLeaving::abrupt), sim::field("code", &ClientLeaving::code))
};

/// The connection has ended as the client sees it.
struct ClientClosed {
  DORMOUSE_RECORD(88, "closed", lifecycle)
  ClientId client{};
  SocketId socket{};
  std::uint16_t code = 0;
  std::string reason;
  bool was_clean = false;
  DORMOUSE_FIELDS(sim::field("client", &ClientClosed::client), sim::field("socket", &ClientClosed::socket),
                  sim::field("code", &ClientClosed::code), sim::field("reason", &ClientClosed::reason),
                  sim::field("wasClean", &ClientClosed::was_clean))
};

struct HttpRequested {
  DORMOUSE_RECORD(89, "http-requested", clients)
  ClientId client{};
  std::uint32_t request = 0;
  std::string method;
  std::string path;
  DORMOUSE_FIELDS(sim::field("client", &HttpRequested::client), sim::field("request", &HttpRequested::request),
                  sim::field("method", &HttpRequested::method), sim::field("path", &HttpRequested::path))
};

/// status 0: no answer came. Headers are "name: value" lines, lower-case names.
struct HttpAnswered {
  DORMOUSE_RECORD(90, "http-answered", clients)
  ClientId client{};
  std::uint32_t request = 0;
  std::uint16_t status = 0;
  std::string headers;
  sim::BodyId body{};
  DORMOUSE_FIELDS(sim::field("client", &HttpAnswered::client), sim::field("request", &HttpAnswered::request),
                  sim::field("status", &HttpAnswered::status), sim::field("headers", &HttpAnswered::headers),
                  sim::field("body", &HttpAnswered::body))
};

/// What came in breaks the protocol; the client fails the connection.
struct ClientError {
  DORMOUSE_RECORD(91, "client-error", clients)
  ClientId client{};
  SocketId socket{};
  DORMOUSE_FIELDS(sim::field("client", &ClientError::client), sim::field("socket", &ClientError::socket))
};

/// A client has waited for a message, or for an answer, that its script describes: it came, or something else or
/// nothing did. handled: the script says what to do then.
struct ClientWaited {
  DORMOUSE_RECORD(92, "waited", clients)
  ClientId client{};
  bool for_answer = false;
  bool met = false;
  bool handled = false;
  sim::Duration waited{};
  std::string wanted;
  DORMOUSE_FIELDS(sim::field("client", &ClientWaited::client), sim::field("forAnswer", &ClientWaited::for_answer),
                  sim::field("met", &ClientWaited::met), sim::field("handled", &ClientWaited::handled),
                  sim::field("waited", &ClientWaited::waited), sim::field("wanted", &ClientWaited::wanted))
};

// ---- network

struct LinkLost {
  DORMOUSE_RECORD(96, "link-lost", clients)
  ClientId client{};
  SocketId socket{};
  DORMOUSE_FIELDS(sim::field("client", &LinkLost::client), sim::field("socket", &LinkLost::socket))
};

struct PartitionBegan {
  DORMOUSE_RECORD(97, "partition", lifecycle)
  std::uint32_t group = 0;
  sim::Time until{};
  DORMOUSE_FIELDS(sim::field("group", &PartitionBegan::group), sim::field("until", &PartitionBegan::until))
};

/// A fault struck one client's way into the network. until: when a clogged one is free again; zero otherwise.
struct LinkFault {
  DORMOUSE_RECORD(98, "link-fault", lifecycle)
  FaultKind kind{};
  ClientId client{};
  sim::Time until{};
  DORMOUSE_FIELDS(sim::field("kind", &LinkFault::kind), sim::field("client", &LinkFault::client),
                  sim::field("until", &LinkFault::until))
};

/// The link between two regions is down.
struct RegionLinkDown {
  DORMOUSE_RECORD(99, "region-link-down", lifecycle)
  std::string from;
  std::string to;
  sim::Time until{};
  DORMOUSE_FIELDS(sim::field("from", &RegionLinkDown::from), sim::field("to", &RegionLinkDown::to),
                  sim::field("until", &RegionLinkDown::until))
};

// ---- control (conformance steps and verdicts computed inside a run)

struct ControlDone {
  DORMOUSE_RECORD(112, "control", clients)
  std::string name;
  bool ok = true;
  std::string error_name;
  std::string error_message;
  DORMOUSE_FIELDS(sim::field("name", &ControlDone::name), sim::field("ok", &ControlDone::ok),
                  sim::field("errorName", &ControlDone::error_name),
                  sim::field("errorMessage", &ControlDone::error_message))
};

}  // namespace models

#undef DORMOUSE_RECORD
#undef DORMOUSE_FIELDS
