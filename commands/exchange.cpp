#include "commands/exchange.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace commands {
namespace {

using nlohmann::json;

constexpr std::size_t kMostSent = 5;
constexpr std::size_t kMostOfEach = 2;  // requests that change something, and that ask
constexpr const char* kUsualBody = R"({"text":"hi <n>","name":"<client>"})";

enum class Way { connect, get, post };

struct Candidate {
  Said path;
  Way way = Way::connect;
  std::string body;
};

std::string step_of(const Candidate& candidate) {
  const std::string path = in_quotes(candidate.path.text);
  if (candidate.way == Way::connect) return fmt::format("connect: {}", path);
  if (candidate.way == Way::get) return fmt::format("request: {{path: {}}}", path);
  return fmt::format("request: {{method: POST, path: {}, body: {}}}", path, in_quotes(candidate.body));
}

bool is_good(int status) { return status >= 200 && status < 300; }

/// How well an attempt reached an object of the class; 0: not at all.
int worth(const Candidate& candidate, const Met& met, const std::string& class_name) {
  if (!met.classes.contains(class_name)) return 0;
  const int named = met.named_room ? 100 : 0;
  const int bad = met.thrown.empty() ? 0 : 300;
  if (candidate.way == Way::connect) return met.connected ? 1000 + named - bad : 0;
  const bool good = !met.statuses.empty() && is_good(met.statuses.front());
  return good ? std::max(1, 500 + named - bad) : 0;
}

struct Reached {
  std::size_t at = 0;
  int worth = 0;
};

/// The candidates that reach the class, the best first, the likelier before the less likely.
std::vector<Reached> reaching(const std::vector<Candidate>& candidates, const TrialResult& result,
                              const std::string& class_name) {
  std::vector<Reached> reached;
  for (std::size_t i = 0; i < candidates.size(); ++i)
    if (const int value = worth(candidates[i], result.met[i], class_name); value > 0) reached.push_back({i, value});
  std::ranges::sort(reached, [](const Reached& a, const Reached& b) {
    return std::pair(-a.worth, a.at) < std::pair(-b.worth, b.at);
  });
  return reached;
}

std::vector<Candidate> candidates_of(const json& survey) {
  std::vector<Candidate> all;
  for (const Way way : {Way::connect, Way::get})
    for (const json& one : survey["candidates"]) all.push_back({{one["path"], one["why"]}, way, ""});
  auto bodies = survey["bodies"].get<std::vector<std::string>>();
  bodies.emplace_back(kUsualBody);
  for (const std::string& body : bodies)
    for (const json& one : survey["candidates"]) all.push_back({{one["path"], one["why"]}, Way::post, body});
  return all;
}

std::vector<Said> messages_of(const json& survey) {
  std::vector<Said> all;
  for (const json& one : survey["messages"]) all.push_back({one["text"], one["why"]});
  if (all.empty()) {
    all.push_back({"hi <n>", "a text: the code compares no type of message"});
    all.push_back({R"({"type":"message","text":"hi <n>"})", "a usual message"});
  }
  return all;
}

bool opens(const Said& said) {
  for (const std::string_view word : {"join", "hello", "init", "auth", "login", "enter", "register", "connect",
                                      "subscribe", "identify", "setname", "set_name", "setName"})
    if (said.text.find(fmt::format("\"{}", word)) != std::string::npos) return true;
  return false;
}

/// What the room makes of each message, after the opening one if there is one.
std::vector<Met> try_messages(const ScratchFolder& scratch, const std::string& worker, const std::string& environment,
                              const Candidate& door, const std::vector<Said>& messages, const Said* opening) {
  std::vector<Attempt> attempts;
  for (const Said& message : messages) {
    Attempt attempt{.steps = {step_of(door), "wait: 1s"}, .listener = true};
    if (opening != nullptr)
      attempt.steps.insert(attempt.steps.end(), {"send: " + send_text(opening->text), "wait: 1s"});
    attempt.steps.insert(attempt.steps.end(), {"send: " + send_text(message.text), "wait: 4s"});
    attempts.push_back(std::move(attempt));
  }
  return try_out(scratch, worker, environment, attempts).met;
}

/// Answered ones first come to be said; silent ones only if nothing is answered; what throws is told of.
void choose_messages(Exchange& exchange, const std::vector<Said>& messages, const std::vector<Met>& met,
                     std::uint64_t beyond) {
  const auto take = [&](bool answered) {
    for (std::size_t i = 0; i < messages.size() && exchange.sent.size() < kMostSent; ++i) {
      const bool known =
          std::ranges::any_of(exchange.sent, [&](const Said& one) { return one.text == messages[i].text; });
      if (known || !met[i].connected || !met[i].thrown.empty()) continue;
      if ((met[i].answered > beyond && !met[i].refused_in_words) == answered) exchange.sent.push_back(messages[i]);
      if (answered && met[i].answered > beyond) exchange.answered = true;
    }
  };
  for (std::size_t i = 0; i < messages.size(); ++i)
    if (!met[i].thrown.empty())
      exchange.tried_in_vain.push_back(fmt::format("{} threw {}", messages[i].text, met[i].thrown));
  take(true);
  if (exchange.sent.empty()) {
    take(false);
    if (exchange.sent.size() > 2) exchange.sent.resize(2);
  }
}

void find_messages(Exchange& exchange, const ScratchFolder& scratch, const std::string& worker,
                   const std::string& environment, const Candidate& door, const json& survey) {
  std::vector<Said> messages = messages_of(survey);
  std::vector<Met> met = try_messages(scratch, worker, environment, door, messages, nullptr);
  const auto opening = std::ranges::find_if(messages, opens);
  std::uint64_t beyond = 0;
  if (opening != messages.end()) {
    const auto at = static_cast<std::size_t>(opening - messages.begin());
    if (met[at].thrown.empty() && met[at].connected) {
      beyond = met[at].answered;
      exchange.sent.push_back(*opening);
      exchange.answered = beyond > 0 && !met[at].refused_in_words;
      const Said first = *opening;
      met = try_messages(scratch, worker, environment, door, messages, &first);
    }
  }
  choose_messages(exchange, messages, met, beyond);
  // Of the usual ones, one is enough.
  if (survey["messages"].empty() && exchange.sent.size() > 1) exchange.sent.resize(1);
}

/// Whether the code tells a POST from a GET.
bool tells_methods_apart(const json& survey) {
  for (const json& method : survey["methods"])
    if (method != "GET" && method != "HEAD") return true;
  return false;
}

/// What changes something comes before what asks for it.
void find_requests(Exchange& exchange, const std::vector<Candidate>& candidates, const std::vector<Reached>& reached,
                   bool post_matters) {
  const auto good = [&](const Reached& one, Way way) {
    return candidates[one.at].way == way && one.worth + 100 >= reached.front().worth;
  };
  const auto answers_get = [&](const std::string& path) {
    return std::ranges::any_of(
        reached, [&](const Reached& one) { return good(one, Way::get) && candidates[one.at].path.text == path; });
  };
  const auto take = [&](Way way, const std::function<bool(const std::string&)>& wanted) {
    std::set<std::string> taken;
    for (const Reached& one : reached) {
      const Candidate& candidate = candidates[one.at];
      if (taken.size() == kMostOfEach) break;
      if (!good(one, way) || !wanted(candidate.path.text) || !taken.insert(candidate.path.text).second) continue;
      exchange.requests.push_back(
          {.method = way == Way::get ? "GET" : "POST", .path = candidate.path, .body = candidate.body});
    }
    return !taken.empty();
  };
  const auto any = [](const std::string&) { return true; };
  const auto only_post = [&](const std::string& path) { return !answers_get(path); };
  const auto word_at_the_end = [](const std::string& path) { return !path.ends_with("{room}"); };
  if (post_matters && !take(Way::post, only_post) && !take(Way::post, word_at_the_end)) take(Way::post, any);
  if (!take(Way::get, any) && exchange.requests.empty()) take(Way::post, any);
}

/// Where to go on from by hand: the first way that reached the class, if any, and what was thrown.
void tell_of_failures(Exchange& exchange, const std::vector<Candidate>& candidates, const TrialResult& result) {
  std::set<std::string> told;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const Met& met = result.met[i];
    if (met.classes.contains(exchange.class_name) && !exchange.reached) {
      exchange.reached = true;
      exchange.path = candidates[i].path;
    }
    if (met.thrown.empty() || exchange.tried_in_vain.size() == 5 || !told.insert(met.thrown).second) continue;
    exchange.tried_in_vain.push_back(fmt::format("{} threw {}", step_of(candidates[i]), met.thrown));
  }
  if (exchange.path.text.empty() && !candidates.empty()) exchange.path = candidates.front().path;
  std::map<int, std::size_t> statuses;
  for (const Met& met : result.met)
    for (const int status : met.statuses) ++statuses[status];
  for (const auto& [status, times] : statuses)
    exchange.statuses += fmt::format("{}{} ({} times)", exchange.statuses.empty() ? "" : ", ", status, times);
}

}  // namespace

Exchange from_inside(const Exchange& unreached, const Exchange& other) {
  Exchange borrowed = other;
  borrowed.class_name = unreached.class_name;
  borrowed.object = unreached.object;
  borrowed.through = other.class_name;
  return borrowed;
}

std::vector<Exchange> find_exchanges(const ScratchFolder& scratch, const std::string& worker,
                                     const std::string& environment, const json& survey) {
  const std::vector<Candidate> candidates = candidates_of(survey);
  std::vector<Attempt> attempts;
  for (const Candidate& candidate : candidates) attempts.push_back({.steps = {step_of(candidate), "wait: 2s"}});
  const TrialResult result = try_out(scratch, worker, environment, attempts);
  if (!result.host_limit.empty())
    throw std::runtime_error("the code was stopped while it was tried: " + result.host_limit);
  std::vector<Exchange> exchanges;
  for (const json& object : survey["objects"]) {
    Exchange exchange;
    exchange.class_name = object["className"];
    exchange.object = object;
    const std::vector<Reached> reached = reaching(candidates, result, exchange.class_name);
    if (!reached.empty() && candidates[reached.front().at].way == Way::connect) {
      const Candidate& door = candidates[reached.front().at];
      exchange.kind = Exchange::Kind::socket;
      exchange.path = door.path;
      exchange.greeted = result.met[reached.front().at].greeted > 0;
      find_messages(exchange, scratch, worker, environment, door, survey);
    } else if (!reached.empty()) {
      exchange.kind = Exchange::Kind::requests;
      find_requests(exchange, candidates, reached, tells_methods_apart(survey));
    } else {
      tell_of_failures(exchange, candidates, result);
    }
    exchange.reached = exchange.reached || exchange.kind != Exchange::Kind::none;
    exchanges.push_back(std::move(exchange));
  }
  return exchanges;
}

}  // namespace commands
