#include <fmt/format.h>

#include <string>
#include <vector>

#include "models/upstream/answer_text.h"
#include "scenarios/load_parts.h"
#include "scenarios/load_requests.h"

// The `upstreams:` list: what answers the requests that code makes to the outside.

namespace scenarios {
namespace {

namespace upstream = models::upstream;

constexpr std::uint64_t kMostTimes = 1'000'000'000;

const KeyTable kAnswer{
    .name = "an answer",
    .rows =
        joined({{"times", value::count(1, kMostTimes), "1; the last one stays", "how many requests it answers", "2"}},
               answer_rows())};
const KeyTable kWhen{.name = "when",
                     .rows = {{"headers", value::names(value::text(), kTokenPattern), kOptional,
                               "that must be there and fit", "{authorization: Bearer *}"},
                              {"body", value::text(), kOptional, "that must fit, where * or <any> is any text", "<any>gpt<any>"}}};

}  // namespace

const KeyTable kUpstream{
    .name = "an upstream",
    .example = "url: https://api.example.com/v1/*",
    .rows = joined(
        {{"url", value::text("^[^ \\t\\r\\n]+$"), kNeeded,
          "scheme, host, path and query, each with *; what is left out fits all", "https://api.example.com/v1/*"},
         {"method", value::any_of({value::text(kTokenPattern), value::list(value::text(kTokenPattern), 1)}), "all",
          "one or a list", "[GET, HEAD]"},
         {"when", value::map(kWhen), kOptional, "what else a request must have",
          "{headers: {authorization: Bearer *}, body: <any>gpt<any>}"},
         {"times", value::count(1, kMostTimes), "all", "how many requests it answers; then it is gone", "3"},
         {"answers", value::list(value::map(kAnswer), 1), kOptional, "taken in turn",
          "[{status: 503, times: 2}, {text: fine}]"}},
        answer_rows())};

namespace {

void read_methods(const Node& node, upstream::Rule& rule, Problems& problems) {
  std::vector<const Node*> methods = node.items;
  if (node.is_scalar()) methods = {&node};
  if (methods.empty())
    problems.add(node.mark, "method must be an HTTP method or a list of them", "for example: [GET, HEAD]");
  for (const Node* method : methods) {
    if (!method->is_scalar() || !is_token(method->text))
      problems.add(method->mark, fmt::format("{} is no HTTP method", shown(*method)), "for example: [GET, HEAD]");
    else
      rule.methods.push_back(method->text);
  }
}

void check_url(MapReader& map, const std::string& url) {
  const Node* node = map.find("url");
  if (node == nullptr || !node->is_scalar()) return;
  const std::size_t scheme = url.find("://");
  if (url.empty() || url.find_first_of(" \t\r\n") != std::string::npos) {
    map.problems().add(node->mark, fmt::format("{} cannot be an upstream's url", shown(*node)),
                       "for example: https://api.example.com/v1/*");
  } else if (scheme != std::string::npos && url.substr(0, scheme) != "http" && url.substr(0, scheme) != "https" &&
             url.substr(0, scheme) != "*") {
    map.problems().add(node->mark, fmt::format("fetch() cannot ask for {}", shown(*node)),
                       "a url begins with https://, http:// or the host");
  }
}

void read_when(const Node& node, upstream::Rule& rule, Problems& problems) {
  MapReader map(node, kWhen, problems);
  if (const Node* headers = map.find("headers")) rule.headers = read_headers(*headers, problems);
  for (auto& [name, pattern] : rule.headers) pattern = with_stars(pattern);
  map.text("body", rule.body);
  rule.body = with_stars(rule.body);
}

void read_answers(const Node& node, const upstream::Answer& common, upstream::Rule& rule, Problems& problems) {
  if (node.kind != Node::Kind::sequence || node.items.empty())
    return problems.add(node.mark,
                        node.kind == Node::Kind::sequence ? "there are no answers here"
                                                          : fmt::format("answers must be a list, not {}", shown(node)),
                        "answers: [{status: 503, times: 2}, {text: fine}]");
  for (const Node* item : node.items) {
    upstream::Answer answer = common;
    MapReader map(*item, kAnswer, problems);
    map.count("times", answer.times);
    read_answer(map, answer);
    rule.answers.push_back(std::move(answer));
  }
}

upstream::Rule read_rule(const Node& node, Problems& problems) {
  upstream::Rule rule;
  MapReader map(node, kUpstream, problems);
  map.text("url", rule.url);
  rule.url = with_stars(rule.url);
  check_url(map, rule.url);
  if (const Node* method = map.find("method")) read_methods(*method, rule, problems);
  if (const Node* when = map.find("when")) read_when(*when, rule, problems);
  if (map.find("times") != nullptr) {
    std::uint64_t times = 1;
    map.count("times", times);
    rule.times = times;
  }
  upstream::Answer answer;
  const Node* answers = map.find("answers");
  if (answers == nullptr) {
    read_answer(map, answer);
    rule.answers.push_back(std::move(answer));
    return rule;
  }
  map.distribution("latency", answer.latency);
  for (const KeyRow& row : answer_rows())
    if (row.key != "latency" && map.find(row.key) != nullptr)
      problems.add(map.find(row.key)->mark, fmt::format("an upstream has either `answers:` or {} of its own", row.key),
                   "write it in each of the answers");
  read_answers(*answers, answer, rule, problems);
  return rule;
}

}  // namespace

void read_upstreams(const Node& node, std::vector<upstream::Rule>& upstreams, Problems& problems) {
  if (node.kind != Node::Kind::sequence)
    return problems.add(node.mark, fmt::format("upstreams must be a list, not {}", shown(node)),
                        "- {url: https://api.example.com/*, json: {ok: true}}");
  for (const Node* item : node.items) upstreams.push_back(read_rule(*item, problems));
}

}  // namespace scenarios
