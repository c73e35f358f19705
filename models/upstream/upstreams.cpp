#include "models/upstream/upstreams.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "models/upstream/answer_text.h"
#include "models/upstream/pattern.h"

namespace models::upstream {
namespace {

/// What the stars of the rule's url stand for, if the rule fits.
std::optional<std::vector<std::string>> fits(const Rule& rule, const network::HttpRequest& request) {
  if (!rule.methods.empty() && std::ranges::find(rule.methods, request.method) == rule.methods.end())
    return std::nullopt;
  for (const auto& [name, pattern] : rule.headers) {
    const std::string* value = request.header(name);
    if (value == nullptr || !matched(pattern, *value)) return std::nullopt;
  }
  if (!rule.body.empty() && !matched(rule.body, request.body)) return std::nullopt;
  return rule.url.empty() ? std::vector<std::string>{} : matched_url(rule.url, request.url);
}

bool has_no_body(const network::HttpRequest& request, std::uint16_t status) {
  return request.method == "HEAD" || status == 204 || status == 205 || status == 304;
}

}  // namespace

Upstreams::Upstreams(sim::Choices& choices, std::vector<Rule> rules) : choices_(choices) {
  for (Rule& rule : rules) rules_.push_back({std::move(rule)});
}

sim::RandomStream& Upstreams::stream(sim::Entity caller) {
  return streams_.try_emplace(caller, choices_.stream(sim::site("upstream.latency"), caller)).first->second;
}

const Answer& Upstreams::answer_for(const Rule& rule, std::uint64_t n) {
  for (const Answer& answer : rule.answers) {
    if (n <= answer.times) return answer;
    n -= answer.times;
  }
  return rule.answers.back();
}

std::optional<Outcome> Upstreams::ask(const network::HttpRequest& request, sim::Entity caller) {
  for (Standing& standing : rules_) {
    if (standing.rule.times && standing.asked >= *standing.rule.times) continue;
    const auto stars = fits(standing.rule, request);
    if (!stars) continue;
    const Asked asked{.request = request, .n = ++standing.asked, .stars = *stars};
    const Answer& answer = answer_for(standing.rule, asked.n);
    Outcome outcome;
    outcome.failure = answer.failure;
    outcome.after = answer.latency.sample_duration(stream(caller));
    outcome.response.status = answer.status;
    for (const auto& [name, value] : answer.headers)
      outcome.response.headers.emplace_back(name, filled_in(value, asked, false));
    if (has_no_body(request, answer.status)) return outcome;
    outcome.response.body = answer.is_template ? filled_in(answer.body, asked, answer.is_json) : answer.body;
    for (const std::string& chunk : answer.chunks) {
      outcome.chunks.push_back(filled_in(chunk, asked, false));
      outcome.chunks_after.push_back(answer.chunk_every.sample_duration(stream(caller)));
    }
    return outcome;
  }
  return std::nullopt;
}

namespace {

constexpr std::size_t kMostShown = 200;

/// As a YAML scalar in single quotes.
std::string quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? std::string("''") : std::string(1, c);
  return result + "'";
}

std::string shown_body(const std::string& body) {
  const std::size_t end = std::min(body.find_first_of("\r\n"), std::min(body.size(), kMostShown));
  return body.substr(0, end) + (end < body.size() ? fmt::format("... ({} bytes)", body.size()) : "");
}

}  // namespace

std::string unanswered(const network::HttpRequest& request) {
  std::string text =
      fmt::format("nothing in the scenario answers this request:\n\n    {} {}\n", request.method, request.url);
  for (const auto& [name, value] : request.headers) text += fmt::format("    {}: {}\n", name, value);
  if (!request.body.empty()) text += fmt::format("\n    {}\n", shown_body(request.body));
  const std::string_view url = std::string_view(request.url).substr(0, request.url.find_first_of("?#"));
  text += "\nAdd to the scenario what is to answer it:\n\n    upstreams:\n";
  text +=
      fmt::format("      - url: {}\n",
                  url.find_first_of("'\" {}[],&*!|>%@`") == std::string_view::npos ? std::string(url) : quoted(url));
  if (request.method != "GET") text += fmt::format("        method: {}\n", request.method);
  return text + "        status: 200\n        json: {ok: true}\n";
}

}  // namespace models::upstream
