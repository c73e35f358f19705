#include "scenarios/fuzz/newcomer.h"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/fuzz/shown.h"
#include "scenarios/quantities.h"

namespace scenarios::fuzz {
namespace {

constexpr std::size_t kMostRequests = 4;

Tree one_entry(std::string_view key, Tree value) {
  Tree tree;
  tree.at(key) = std::move(value);
  return tree;
}

/// A GET request without what is expected of its answer.
std::optional<Tree> asked(const Tree& request) {
  if (request.kind == Node::Kind::scalar) return request;
  Tree plain{.kind = Node::Kind::map};
  for (const auto& [key, value] : request.entries) {
    if (key == "method" && value.text != "GET") return std::nullopt;
    if (key == "body" || key == "json") return std::nullopt;
    if (key == "path" || key == "query" || key == "headers") plain.at(key) = value;
  }
  return plain;
}

/// What a client does that comes for the first time, from all that it does.
class FirstSteps {
 public:
  void visit(const Tree& steps) {
    for (const Tree& step : steps.items) {
      if (step.text == "connect") connects(Tree::scalar("connect"));
      for (const auto& [key, value] : step.entries) {
        if (key == "connect") connects(one_entry("connect", first_address(value)));
        if (key == "request") requests(value);
        if (key == "repeat") visit_below(value);
        if (key == "either" && !value.items.empty()) visit_below(value.items.front());
      }
    }
  }
  [[nodiscard]] std::vector<Tree> take() { return std::move(steps_); }

 private:
  /// How it resumes is of no use to who was not there.
  static Tree first_address(Tree address) {
    std::erase_if(address.entries, [](const auto& entry) { return entry.first == "resume"; });
    return address;
  }
  void connects(Tree step) {
    if (std::exchange(connected_, true)) return;
    steps_.push_back(std::move(step));
  }
  void requests(const Tree& request) {
    auto plain = asked(request);
    if (!plain || requests_ == kMostRequests) return;
    Tree step = one_entry("request", std::move(*plain));
    if (std::ranges::find(steps_, step) != steps_.end()) return;
    ++requests_;
    steps_.push_back(std::move(step));
  }
  void visit_below(const Tree& map) {
    for (const auto& [key, value] : map.entries)
      if (key == "do") visit(value);
  }

  bool connected_ = false;
  std::size_t requests_ = 0;
  std::vector<Tree> steps_;
};

std::string in_ms(sim::Duration time) {
  return fmt::format("{}ms", std::chrono::ceil<std::chrono::milliseconds>(time).count());
}

/// Where it is from and how it speaks stays; how often, when and for how long others come does not.
Tree one_of(Tree group, sim::Duration comes) {
  std::erase_if(group.entries, [](const auto& entry) {
    constexpr std::string_view kKept[] = {"network", "region", "host",          "cf",     "room",
                                          "draws",   "keep",   "reads at most", "script", "with"};
    return std::ranges::find(kKept, entry.first) == std::end(kKept);
  });
  group.entries.insert(group.entries.begin(), {"name", Tree::scalar(kNewcomer)});
  group.at("sessions") = one_entry("at", Tree::scalar(in_ms(comes)));
  return group;
}

bool is_loss(const Tree& fault) { return fault.entries.size() == 1 && fault.entries.front().first == "host lost"; }

}  // namespace

std::optional<Tree> with_newcomer(Tree scenario, sim::Duration comes) {
  Tree* clients = scenario.find("clients");
  if (clients == nullptr) return std::nullopt;
  for (Tree group : clients->items) {
    const Tree* does = group.find("does");
    if (does == nullptr) continue;
    FirstSteps first;
    first.visit(*does);
    std::vector<Tree> steps = first.take();
    if (steps.empty()) continue;
    steps.push_back(one_entry("wait", Tree::scalar("5s")));
    Tree newcomer = one_of(std::move(group), comes);
    newcomer.at("does") = {.kind = Node::Kind::sequence, .items = std::move(steps)};
    clients->items.push_back(std::move(newcomer));
    return scenario;
  }
  for (Tree group : clients->items) {
    if (group.find("script") == nullptr) continue;
    Tree newcomer = one_of(std::move(group), comes);
    newcomer.at("sessions").at("length") = Tree::scalar("5s");
    clients->items.push_back(std::move(newcomer));
    return scenario;
  }
  return std::nullopt;
}

bool only_loses_memory(const Scenario& scenario) {
  if (scenario.faults.size() != 1) return false;
  const Fault& fault = scenario.faults.front();
  return fault.at && (fault.kind == models::FaultKind::host_lost || fault.kind == models::FaultKind::deploy);
}

Fault connections_break(const Fault& lost) {
  Fault fault;
  fault.kind = models::FaultKind::connection_reset;
  fault.at = lost.at;
  fault.all = true;
  return fault;
}

Fault lost_later(Fault lost) {
  *lost.at += kLostLater;
  return lost;
}

std::vector<Tree> where_nothing_is_lost(const Tree& scenario) {
  Tree connections = scenario, later = scenario;
  for (Tree& fault : connections.at("faults").items) {
    if (!is_loss(fault)) continue;
    const Tree at = fault.entries.front().second.at("at");
    fault = one_entry("connection reset", one_entry("at", at));
    fault.at("connection reset").at("hits") = Tree::scalar("all");
  }
  for (Tree& fault : later.at("faults").items) {
    if (!is_loss(fault)) continue;
    Tree& at = fault.entries.front().second.at("at");
    at = Tree::scalar(in_ms(parse_duration(at.text).value_or(sim::Duration::zero()) + kLostLater));
  }
  return {std::move(connections), std::move(later)};
}

Tree expected_of_newcomer(const std::string& text) {
  Tree shown{.kind = Node::Kind::scalar, .text = text, .quoted = true};
  Tree what;
  what.at("text") = std::move(shown);
  return one_entry("seen implies durable", std::move(what));
}

}  // namespace scenarios::fuzz
