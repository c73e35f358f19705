#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "scenarios/load_parts.h"
#include "scenarios/quantities.h"

// The steps of `does:`.

namespace scenarios {
namespace {

namespace client = models::client;

constexpr std::string_view kStepExamples = "steps: connect, send, every + send, wait, request, leave";

client::Template read_template(const Node& node, Problems& problems) {
  if (node.is_scalar()) return {node.text, false};
  MapReader map(node, "a message", {"hex"}, problems);
  client::Template result{"", true};
  map.text("hex", result.text);
  const bool digits =
      result.text.size() % 2 == 0 && result.text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
  if (!digits) problems.add(node.mark, "hex must be pairs of hexadecimal digits", "for example: send: {hex: 00ff}");
  return result;
}

models::network::HeaderList read_headers(const Node& node, Problems& problems) {
  models::network::HeaderList headers;
  if (!node.is_map()) problems.add(node.mark, fmt::format("headers must be a map, not {}", shown(node)));
  for (const auto& [name, value] : node.entries) {
    std::string lower = name->text;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    headers.emplace_back(std::move(lower), value->text);
  }
  return headers;
}

void check_path(const Node& node, const client::Template& path, Problems& problems) {
  if (!path.text.starts_with('/'))
    problems.add(node.mark, fmt::format("a path begins with a slash, not {}", shown(node)),
                 "for example: connect: /?room={room}");
}

client::ConnectStep read_connect(const Node& node, Problems& problems) {
  client::ConnectStep step;
  if (node.is_scalar()) {
    step.path.text = node.text;
    check_path(node, step.path, problems);
    return step;
  }
  MapReader map(node, "connect", {"path", "headers", "protocols"}, problems);
  map.text("path", step.path.text);
  if (const Node* path = map.find("path")) check_path(*path, step.path, problems);
  if (const Node* headers = map.find("headers")) step.headers = read_headers(*headers, problems);
  if (const Node* protocols = map.find("protocols"))
    for (const Node* one : protocols->items) step.protocols.push_back(one->text);
  return step;
}

client::HttpStep read_request(const Node& node, Problems& problems) {
  client::HttpStep step;
  if (node.is_scalar()) {
    step.path.text = node.text;
    check_path(node, step.path, problems);
    return step;
  }
  MapReader map(node, "request", {"method", "path", "headers", "body"}, problems);
  map.text("method", step.method);
  map.text("path", step.path.text);
  map.text("body", step.body.text);
  if (const Node* headers = map.find("headers")) step.headers = read_headers(*headers, problems);
  return step;
}

void read_step(const Node& node, std::vector<client::Step>& steps, Problems& problems) {
  MapReader map(node, "a step", {"connect", "send", "every", "wait", "request", "leave"}, problems);
  const Node* every = map.find("every");
  const Node* send = map.find("send");
  const std::size_t kinds = static_cast<std::size_t>(
      std::count_if(node.entries.begin(), node.entries.end(), [](const auto& e) { return e.first->text != "every"; }));
  if (node.is_map() && kinds != 1) return problems.add(node.mark, "a step does one thing", std::string(kStepExamples));
  if (every != nullptr) {
    const auto interval = read_distribution(*every, problems);
    if (send == nullptr) return problems.add(every->mark, "`every:` goes with `send:`", "- every: 40s\n  send: hi {n}");
    if (interval && interval->kind == sim::Distribution::Kind::constant && interval->a <= 0)
      return problems.add(every->mark, "nothing can be sent every 0s: time would stand still",
                          "write a longer interval");
    if (interval) steps.emplace_back(client::EveryStep{*interval, read_template(*send, problems)});
  } else if (const Node* connect = map.find("connect")) {
    steps.emplace_back(read_connect(*connect, problems));
  } else if (send != nullptr) {
    steps.emplace_back(client::SendStep{read_template(*send, problems)});
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

}  // namespace

void read_leave(const Node& node, client::LeaveStep& leave, Problems& problems) {
  if (node.is_scalar() && node.text == "close") return;
  if (node.is_scalar() && node.text == "bare close") {
    leave.kind = client::LeaveStep::Kind::bare_close;
  } else if (node.is_scalar() && node.text == "abrupt") {
    leave.kind = client::LeaveStep::Kind::abrupt;
  } else if (node.is_map()) {
    MapReader map(node, "leave", {"close"}, problems);
    const Node* close = map.find("close");
    if (close == nullptr) return;
    MapReader inner(*close, "close", {"code", "reason"}, problems);
    std::uint64_t code = leave.code;
    inner.count("code", 1000, 4999, code);
    leave.code = static_cast<std::uint16_t>(code);
    inner.text("reason", leave.reason);
  } else {
    problems.add(node.mark, fmt::format("leave must be close, bare close, abrupt or {{close: {{code: 4000}}}}, not {}",
                                        shown(node)));
  }
}

void read_steps(const Node& node, std::vector<client::Step>& steps, Problems& problems) {
  if (node.kind != Node::Kind::sequence)
    return problems.add(node.mark, fmt::format("does must be a list of steps, not {}", shown(node)),
                        std::string(kStepExamples));
  for (const Node* item : node.items) read_step(*item, steps, problems);
}

}  // namespace scenarios
