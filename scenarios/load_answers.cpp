#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "models/upstream/answer_text.h"
#include "scenarios/load_parts.h"
#include "scenarios/load_requests.h"
#include "scenarios/yaml_json.h"

// How an upstream answers: status, headers, one of several kinds of body, when, or how it fails.

namespace scenarios {
namespace {

namespace upstream = models::upstream;
namespace fs = std::filesystem;

constexpr std::size_t kLargestAnswer = 8U << 20;

std::string text_of(const std::string& written) { return with_braces(written, upstream::kPlaces); }

/// Texts with their places; a bare {n} is a number.
std::string json_with_places(const Node& node) {
  if (!node.is_scalar()) return "";
  const std::string text = text_of(node.text);
  if (text == node.text && text.find('{') == std::string::npos) return "";
  if (!node.quoted && text == "{n}") return text;
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string type_of(const fs::path& file) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kTypes{{{".json", "application/json"},
                                                                                 {".html", "text/html;charset=utf-8"},
                                                                                 {".txt", "text/plain;charset=utf-8"},
                                                                                 {".js", "text/javascript"},
                                                                                 {".css", "text/css"},
                                                                                 {".xml", "application/xml"},
                                                                                 {".png", "image/png"},
                                                                                 {".jpg", "image/jpeg"},
                                                                                 {".svg", "image/svg+xml"}}};
  const std::string extension = file.extension().string();
  const auto* found = std::ranges::find(kTypes, extension, &std::pair<std::string_view, std::string_view>::first);
  return std::string(found == kTypes.end() ? "application/octet-stream" : found->second);
}

void read_file(const Node& node, upstream::Answer& answer, Problems& problems) {
  const fs::path file = problems.folder_of(node.mark) / node.text;
  std::error_code error;
  if (!node.is_scalar() || !fs::is_regular_file(file, error))
    return problems.add(node.mark, fmt::format("file: there is no file {}", shown(node)),
                        "a path from the folder of this file");
  if (fs::file_size(file, error) > kLargestAnswer)
    return problems.add(node.mark, fmt::format("file: {} is larger than 8 MiB", shown(node)));
  std::ifstream stream(file, std::ios::binary);
  answer.body.assign(std::istreambuf_iterator<char>(stream), {});
  answer.is_template = false;
}

void read_chunks(const Node& node, upstream::Answer& answer, Problems& problems) {
  if (node.kind != Node::Kind::sequence || node.items.empty())
    return problems.add(node.mark,
                        node.kind == Node::Kind::sequence
                            ? "there are no chunks here"
                            : fmt::format("chunks must be a list of texts, not {}", shown(node)),
                        "chunks: [one, two]");
  for (const Node* chunk : node.items) {
    if (!chunk->is_scalar() || chunk->text.empty())
      problems.add(chunk->mark, fmt::format("a chunk is a text that is not empty, not {}", shown(*chunk)));
    else
      answer.chunks.push_back(text_of(chunk->text));
  }
}

/// The body in whichever form; the Content-Type that goes with it.
std::string read_body(MapReader& map, upstream::Answer& answer) {
  if (const Node* json = map.find("json")) {
    answer.body = json_of(*json, json_with_places);
    answer.is_json = true;
    return "application/json";
  }
  if (const Node* file = map.find("file")) {
    read_file(*file, answer, map.problems());
    return type_of(file->text);
  }
  if (const Node* chunks = map.find("chunks")) read_chunks(*chunks, answer, map.problems());
  map.text("text", answer.body);
  answer.body = text_of(answer.body);
  return answer.body.empty() && answer.chunks.empty() ? "" : "text/plain;charset=utf-8";
}

void check_body(MapReader& map, const upstream::Answer& answer) {
  std::vector<std::string_view> there;
  for (const std::string_view key : {"text", "json", "file", "chunks"})
    if (map.find(key) != nullptr) there.push_back(key);
  if (there.size() > 1)
    map.problems().add(map.find(there[1])->mark, fmt::format("an answer has one body: {} or {}", there[0], there[1]));
  const bool null_body = answer.status == 204 || answer.status == 205 || answer.status == 304;
  if (null_body && !there.empty())
    map.problems().add(map.find(there[0])->mark, fmt::format("an answer with status {} has no body", answer.status));
  if (map.find("every") != nullptr && map.find("chunks") == nullptr)
    map.problems().add(map.find("every")->mark, "`every:` is the time between `chunks:`", "chunks: [one, two]");
}

void read_failure(MapReader& map, upstream::Answer& answer) {
  std::string word = "none";
  map.one_of("fails", word);
  answer.failure = word == "no connection"     ? upstream::Failure::no_connection
                   : word == "connection lost" ? upstream::Failure::connection_lost
                   : word == "no answer"       ? upstream::Failure::no_answer
                                               : upstream::Failure::none;
  if (answer.failure == upstream::Failure::none) return;
  const bool breaks_off = answer.failure == upstream::Failure::connection_lost && map.find("chunks") != nullptr;
  for (const std::string_view key : {"status", "headers", "text", "json", "file", "chunks"})
    if (map.find(key) != nullptr && !breaks_off)
      map.problems().add(map.find(key)->mark, fmt::format("what fails has no {}", key),
                         "only `chunks:` go with `fails: connection lost`: it is lost after them");
}

}  // namespace

std::vector<KeyRow> answer_rows() {
  return {
      {"status", value::count(200, 599), "200", "of the answer", "201"},
      {"headers", value::names(value::text(), kTokenPattern), kOptional, "of the answer", "{x-request: \"{n}\"}"},
      {"text", value::text(), kOptional, "its body", "fine"},
      {"json", value::anything(), kOptional, "its body: YAML as JSON", "{id: <n>, ok: true}"},
      {"file", value::text(), kOptional, "its body: a file beside the scenario, as it is", "answer.json"},
      {"chunks", value::list(value::text("."), 1), kOptional, "its body in pieces", "[one, two]"},
      {"every",
       value::distribution(),
       "0s",
       "how long after one piece was read the next one comes",
       "200ms",
       {"chunks"}},
      {"latency", value::distribution(), "50ms", "drawn for each request", "{lognormal: {median: 80ms, p95: 200ms}}"},
      {"fails", value::word({"no connection", "connection lost", "no answer"}), kOptional,
       "instead of an answer; connection lost: after the chunks", "no connection"}};
}

void read_answer(MapReader& map, upstream::Answer& answer) {
  std::uint64_t status = answer.status;
  map.count("status", status);
  answer.status = static_cast<std::uint16_t>(status);
  map.distribution("latency", answer.latency);
  map.distribution("every", answer.chunk_every);
  const std::string type = read_body(map, answer);
  check_body(map, answer);
  read_failure(map, answer);
  if (const Node* headers = map.find("headers")) answer.headers = read_headers(*headers, map.problems());
  for (auto& [name, value] : answer.headers) value = text_of(value);
  const auto is_type = [](const auto& header) { return header.first == "content-type"; };
  if (!type.empty() && std::ranges::none_of(answer.headers, is_type)) answer.headers.emplace_back("content-type", type);
}

}  // namespace scenarios
