#include "commands/first_scenario.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/terminal_text.h"

namespace commands {
namespace {

using nlohmann::json;

constexpr std::size_t kCommentColumns = 110;

std::string commented(const std::string& text, std::string_view indent = "") {
  std::string lines;
  for (const std::string& line : reports::wrapped(text, kCommentColumns))
    lines += fmt::format("{}# {}\n", indent, line);
  return lines;
}

/// A path as it is written without quotes where that can be read back.
std::string path_text(const std::string& path) {
  return path.find_first_of("#:'\"\\ ") == std::string::npos ? path : in_quotes(path);
}

std::string heading(const Exchange& exchange) {
  const json& place = exchange.object.value("place", json());
  std::string about = fmt::format("A first look at the Durable Object class {}", exchange.class_name);
  if (place.is_object()) about += fmt::format(" ({}:{})", place["file"].get<std::string>(), place["line"].get<int>());
  std::string text =
      commented(about + ", written by dormouse init. It is yours to change: docs/scenarios.md has every key.");
  if (!exchange.through.empty())
    text += commented(
        fmt::format("No request reaches it from outside: objects of the class {} speak to it.", exchange.through));
  switch (exchange.kind) {
    case Exchange::Kind::none:
      return text +
             commented(exchange.reached
                           ? "What was tried reached an object of this class, but nothing went well: see the end."
                           : "No request that was tried reached an object of this class. Put a path that does in "
                             "place of the one below.");
    case Exchange::Kind::requests:
      return text + commented(
                        "What it does: one visitor asks, is away for half a minute, in which the object leaves memory, "
                        "and asks again.");
    case Exchange::Kind::socket:
      break;
  }
  if (exchange.sent.empty())
    return text +
           commented(
               "What it does: people connect, and stay. Nothing that was said to the room went well: see the end.");
  return text + commented(
                    "What it does: ann speaks, others listen; everyone is silent for half a minute, and then ann "
                    "speaks again.");
}

std::string steps_of_ann(const Exchange& exchange, bool hibernates) {
  std::string text =
      fmt::format("      - connect: {}   # {}\n      - wait: 1s\n", path_text(exchange.path.text), exchange.path.why);
  for (const Said& said : exchange.sent)
    text += fmt::format("      - send: {}   # {}\n      - wait: 2s\n", send_text(said.text), said.why);
  if (exchange.sent.empty()) return text + "      - wait: 40s\n      - leave\n";
  text += hibernates
              ? "      - wait: 30s   # ten idle seconds, and the room hibernates: its sockets stay, its memory goes\n"
              : "      - wait: 30s   # this room stayed in memory all the while: dormouse doctor says what pins it\n";
  text +=
      fmt::format("      - send: {}   # {}\n      - wait: 5s\n      - leave\n", send_text(exchange.sent.back().text),
                  hibernates ? "wakes it: constructor first, then the message" : "and once more");
  return text;
}

std::string socket_clients(const Exchange& exchange, bool hibernates) {
  std::string text =
      "clients:\n  - name: ann          # becomes {client}: ann-0\n    room: lobby        # becomes {room}\n    "
      "does:\n";
  text += steps_of_ann(exchange, hibernates);
  text += "  - name: guest\n    count: 2           # guest-0, guest-1\n    room: lobby\n    does:\n";
  return text +
         fmt::format("      - connect: {}\n      - wait: 1min\n      - leave: bare close   # as a closed tab does\n",
                     path_text(exchange.path.text));
}

std::string request_step(const Exchange::Request& request) {
  const std::string path = path_text(request.path.text);
  if (request.method == "GET") return fmt::format("      - request: {}   # {}\n", path, request.path.why);
  return fmt::format("      # {}\n      - request: {{method: {}, path: {}, body: {}}}\n", request.path.why,
                     request.method, in_quotes(request.path.text), send_text(request.body));
}

std::string request_clients(const Exchange& exchange) {
  std::string text =
      "clients:\n  - name: ann          # becomes {client}: ann-0\n    room: lobby        # becomes {room}\n    "
      "does:\n";
  for (const auto& request : exchange.requests) text += request_step(request) + "      - wait: 2s\n";
  text += "      - wait: 30s   # ten idle seconds, and the object is out of memory; what it stored stays\n";
  return text + request_step(exchange.requests.back());
}

std::string clients_text(const Exchange& exchange, bool hibernates) {
  if (exchange.kind == Exchange::Kind::socket) return socket_clients(exchange, hibernates);
  if (exchange.kind == Exchange::Kind::requests) return request_clients(exchange);
  return fmt::format("clients:\n  - name: ann\n    room: lobby\n    does:\n      - request: {}   # {}\n",
                     path_text(exchange.path.text), exchange.path.why);
}

std::string expect_text(const std::vector<Promise>& promises) {
  std::string kept, left_out;
  for (const Promise& promise : promises) {
    if (promise.remark.empty())
      kept += fmt::format("  - {}\n", promise.line);
    else
      left_out += commented(fmt::format("- {}   left out: {}", promise.line, promise.remark), "  ");
  }
  std::string text = "# Held against the whole run; dormouse run ends with exit code 1 if one is broken.\n";
  return text + (kept.empty() ? "" : "expect:\n" + kept) + left_out;
}

}  // namespace

std::string first_scenario_yaml(const Exchange& exchange, const FirstScenario& first) {
  std::string text = heading(exchange);
  text += fmt::format("scenario: a first look at {}\n", exchange.class_name);
  text += fmt::format("worker: {}\n", path_text(first.worker));
  if (!first.environment.empty()) text += fmt::format("environment: {}\n", path_text(first.environment));
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(first.duration).count();
  text += fmt::format("duration: {}min   # virtual time{}: it passes as fast as the events are few\n", minutes,
                      first.about_duration.empty() ? "" : ", " + first.about_duration);
  text += clients_text(exchange, first.hibernates) + expect_text(first.promises);
  if (!exchange.tried_in_vain.empty()) {
    text += "# Tried, and met an exception:\n";
    for (const std::string& one : exchange.tried_in_vain) text += commented(one);
  }
  return text;
}

}  // namespace commands
