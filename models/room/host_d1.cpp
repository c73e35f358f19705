#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "models/room/js_host.h"

// Host functions: D1 databases. Statements, parameters and rows cross as JSON, as they do in the vendor's own binding:
// bytes are lists of numbers.

namespace models::room {
namespace {

using nlohmann::json;

storage::SqlValue value_of(const json& parameter) {
  if (parameter.is_number()) return parameter.get<double>();
  if (parameter.is_string()) return parameter.get<std::string>();
  if (!parameter.is_array()) return storage::SqlNull{};
  storage::SqlBlob blob;
  for (const json& byte : parameter) blob.bytes.push_back(static_cast<char>(byte.get<int>()));
  return blob;
}

json shown(const storage::SqlValue& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
  if (const auto* number = std::get_if<double>(&value)) return *number;
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  const auto* blob = std::get_if<storage::SqlBlob>(&value);
  if (blob == nullptr) return nullptr;
  json bytes = json::array();
  for (const char byte : blob->bytes) bytes.push_back(static_cast<unsigned char>(byte));
  return bytes;
}

json shown(const runtime::D1Result& result) {
  json rows = json::array();
  for (const storage::SqlRow& row : result.rows) {
    json values = json::array();
    for (const storage::SqlValue& value : row) values.push_back(shown(value));
    rows.push_back(std::move(values));
  }
  return {{"columns", result.columns},
          {"rows", std::move(rows)},
          {"meta",
           {{"changes", result.changes},
            {"last_row_id", result.last_row_id},
            {"changed_db", result.changed},
            {"size_after", result.size_after},
            {"rows_read", result.counted.read},
            {"rows_written", result.counted.written}}}};
}

std::vector<runtime::D1Statement> statements_in(const std::string& text) {
  std::vector<runtime::D1Statement> statements;
  for (const json& one : json::parse(text)) {
    runtime::D1Statement statement{.sql = one["sql"].get<std::string>(), .parameters = {}};
    for (const json& parameter : one["params"]) statement.parameters.push_back(value_of(parameter));
    statements.push_back(std::move(statement));
  }
  return statements;
}

runtime::FetchResult answer_of(const std::variant<std::vector<runtime::D1Result>, storage::SqlError>& outcome) {
  runtime::FetchResult answer;
  json body = json::array();
  if (const auto* error = std::get_if<storage::SqlError>(&outcome)) {
    answer.response.status = 400;
    body = json{{"error", error->message}};
  } else {
    for (const runtime::D1Result& result : std::get<std::vector<runtime::D1Result>>(outcome))
      body.push_back(shown(result));
  }
  answer.response.body = body.dump(-1, ' ', false, json::error_handler_t::replace);
  return answer;
}

}  // namespace

void JsHost::define_d1() {
  // (database) -> whether nobody has opened it before
  engine_.define("d1_open", [this](js::Call& call) { call.returns(platform_.d1().open(call.text(0))); });
  // (owner, database, [{sql, params}] as JSON) -> wait: [{columns, rows, meta}] as JSON, or status 400 and {error}
  engine_.define("d1_query", [this](js::Call& call) {
    call_out(call, [&platform = platform_, name = call.text(1),
                    statements = statements_in(call.text(2))](runtime::RespondToCaller respond) {
      platform.cache_answers(answer_of(platform.d1().run(name, statements)), std::move(respond));
    });
  });
}

}  // namespace models::room
