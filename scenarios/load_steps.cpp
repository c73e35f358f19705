#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/load_parts.h"
#include "scenarios/load_requests.h"

// The steps of `does:`.

namespace scenarios {
namespace {

namespace client = models::client;

constexpr std::string_view kStepExamples = "steps: connect, send, every + send, wait, request, leave";

client::Template read_message(const Node& node, Problems& problems) {
  if (node.is_scalar()) return {with_braces(node.text), false};
  if (node.find("hex") == nullptr) {
    problems.add(node.mark, fmt::format("a message is text or {{hex: 00ff}}, not {}", shown(node)),
                 "text that begins with a brace or bracket needs quotes; <n> means {n} and needs none");
    return {};
  }
  MapReader map(node, "a message", {"hex"}, problems);
  client::Template result{"", true};
  map.text("hex", result.text);
  const bool digits =
      result.text.size() % 2 == 0 && result.text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
  if (!digits) problems.add(node.mark, "hex must be pairs of hexadecimal digits", "for example: send: {hex: 00ff}");
  return result;
}

/// Whether draws of this keep a client from ever getting on: a step that repeats at one instant.
bool takes_no_time(const sim::Distribution& interval) {
  return interval.kind == sim::Distribution::Kind::uniform ? interval.b <= 0 : interval.a <= 0;
}

void read_every(const MapReader& map, std::vector<client::Step>& steps, Problems& problems) {
  const Node& every = *map.find("every");
  const Node* send = map.find("send");
  const auto interval = read_distribution(every, problems);
  if (send == nullptr) return problems.add(every.mark, "`every:` goes with `send:`", "- every: 40s\n  send: hi {n}");
  const client::Template message = read_message(*send, problems);
  if (!interval) return;
  if (takes_no_time(*interval))
    return problems.add(every.mark, "nothing can be sent every 0s: time would stand still", "write a longer interval");
  steps.emplace_back(client::EveryStep{*interval, message});
}

void read_bare_step(const Node& node, std::vector<client::Step>& steps, Problems& problems) {
  if (node.text == "connect") {
    steps.emplace_back(client::ConnectStep{});
  } else if (node.text == "leave") {
    steps.emplace_back(client::LeaveStep{});
  } else {
    problems.add(node.mark, fmt::format("{} is no step", shown(node)), std::string(kStepExamples));
  }
}

void read_step(const Node& node, std::vector<client::Step>& steps, Problems& problems) {
  if (node.is_scalar()) return read_bare_step(node, steps, problems);
  MapReader map(node, "a step", {"connect", "send", "every", "wait", "request", "leave"}, problems);
  if (!node.is_map()) return;
  if (map.find("every") != nullptr && node.entries.size() <= 2) return read_every(map, steps, problems);
  if (!map.exactly_one_of({"connect", "send", "wait", "request", "leave"}, "- send: hello")) return;
  if (const Node* connect = map.find("connect")) {
    steps.emplace_back(read_connect(*connect, problems));
  } else if (const Node* send = map.find("send")) {
    steps.emplace_back(client::SendStep{read_message(*send, problems)});
  } else if (const Node* wait = map.find("wait")) {
    if (const auto duration = read_distribution(*wait, problems)) steps.emplace_back(client::WaitStep{*duration});
  } else if (const Node* request = map.find("request")) {
    steps.emplace_back(read_request(*request, problems));
  } else if (const Node* leave = map.find("leave")) {
    client::LeaveStep step;
    read_leave(*leave, step, problems);
    steps.emplace_back(step);
  }
}

void read_close(const Node& node, client::LeaveStep& leave, Problems& problems) {
  constexpr std::size_t kLongestReason = 123;  // what is left of a control frame's 125 bytes (RFC 6455, 5.5)
  MapReader map(node, "close", {"code", "reason"}, problems);
  std::uint64_t code = leave.code;
  map.count("code", 1000, 4999, code);
  // RFC 6455, 7.4: these are only ever reported, or not to be used.
  const bool sendable = code >= 3000 || (code <= 1014 && code != 1004 && code != 1005 && code != 1006);
  if (!sendable)
    problems.add(map.find("code")->mark, fmt::format("no client may send the close code {}", code),
                 "use 1000, or 3000 to 4999; without a code: leave: bare close; without a frame: leave: abrupt");
  leave.code = static_cast<std::uint16_t>(code);
  map.text("reason", leave.reason);
  if (leave.reason.size() > kLongestReason)
    problems.add(map.find("reason")->mark,
                 fmt::format("a close reason has at most {} bytes, not {}", kLongestReason, leave.reason.size()));
}

}  // namespace

void read_leave(const Node& node, client::LeaveStep& leave, Problems& problems) {
  const std::vector<std::string_view> ways = {"close", "bare close", "abrupt"};
  if (node.is_map()) {
    MapReader map(node, "leave", {"close"}, problems);
    map.require({"close"}, "leave: {close: {code: 4000, reason: bye}}");
    if (const Node* close = map.find("close")) read_close(*close, leave, problems);
    return;
  }
  if (node.text == "bare close") {
    leave.kind = client::LeaveStep::Kind::bare_close;
  } else if (node.text == "abrupt") {
    leave.kind = client::LeaveStep::Kind::abrupt;
  } else if (node.text != "close") {
    problems.add(node.mark,
                 fmt::format("leave must be one of {}, or {{close: {{code: 4000}}}}, not {}", fmt::join(ways, ", "),
                             shown(node)),
                 suggestion(node.text, ways));
  }
}

void read_steps(const Node& node, std::vector<client::Step>& steps, Problems& problems) {
  if (node.kind != Node::Kind::sequence)
    return problems.add(node.mark, fmt::format("does must be a list of steps, not {}", shown(node)),
                        std::string(kStepExamples));
  bool connected = false;
  for (const Node* item : node.items) {
    const std::size_t before = steps.size();
    read_step(*item, steps, problems);
    if (steps.size() == before) {
      connected = true;  // what this one was meant to be is not known
      continue;
    }
    const client::Step& step = steps.back();
    const bool sends =
        std::holds_alternative<client::SendStep>(step) || std::holds_alternative<client::EveryStep>(step);
    if (sends && !connected)
      problems.add(item->mark, "this sends on a socket that is not there: no `connect:` comes before it",
                   "- connect: /?room={room}");
    connected = connected || std::holds_alternative<client::ConnectStep>(step) || sends;
  }
}

}  // namespace scenarios
