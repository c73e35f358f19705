#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "models/room/js_host.h"
#include "models/storage/sql_cursor.h"
#include "models/storage/sql_database.h"

// Host functions: ctx.storage.sql. A cursor that has been read to its end is closed here; the glue keeps its counts.

namespace models::room {
namespace {

storage::CursorId cursor_id(js::Call& call) { return storage::CursorId{static_cast<std::uint32_t>(call.integer(1))}; }

/// Numbers are REAL, whole ones too; NaN is NULL (docs/spec/observed.md 5).
storage::SqlValue bound(js::Call& call, int i) {
  if (call.is_string(i)) return call.text(i);
  if (call.is_bytes(i)) return storage::SqlBlob{call.bytes(i)};
  const double number = call.number(i);
  if (std::isnan(number)) return storage::SqlNull{};
  return number;
}

void add(const storage::SqlValue& value, std::vector<js::Argument>& values) {
  if (const auto* integer = std::get_if<std::int64_t>(&value))
    values.emplace_back(static_cast<double>(*integer));
  else if (const auto* number = std::get_if<double>(&value))
    values.emplace_back(*number);
  else if (const auto* text = std::get_if<std::string>(&value))
    values.emplace_back(std::string_view(*text));
  else if (const auto* blob = std::get_if<storage::SqlBlob>(&value))
    values.emplace_back(js::BytesArg{blob->bytes});
  else
    values.emplace_back(js::Null{});
}

/// What every answer about a cursor begins with.
void add_state(const storage::SqlCursor& cursor, std::vector<js::Argument>& values) {
  const storage::Rows rows = cursor.rows();
  values.emplace_back(cursor.done());
  values.emplace_back(static_cast<double>(rows.read));
  values.emplace_back(static_cast<double>(rows.written));
}

}  // namespace

storage::SqlCursor* JsHost::cursor_of(js::Call& call, runtime::Actor*& actor) {
  actor = actor_of(call);
  storage::SqlCursor* cursor = actor == nullptr ? nullptr : actor->cursor(cursor_id(call));
  if (actor != nullptr && cursor == nullptr)
    call.throws("Error", "SQL cursor was closed because too many cursors of this object were left half-read.");
  return cursor;
}

void JsHost::define_sql() {
  // (owner, text, ...bindings) -> [cursor, done, rows read, rows written, ...column names]
  define_costly("sql_exec", [this](js::Call& call) {
    runtime::Actor* actor = actor_of(call);
    if (actor == nullptr) return;
    std::vector<storage::SqlValue> bindings;
    for (int i = 2; i < call.size(); ++i) bindings.push_back(bound(call, i));
    const auto outcome = actor->execute(call.text(1), bindings);
    if (const auto* error = std::get_if<storage::SqlError>(&outcome)) return call.throws("Error", error->message);
    const auto id = std::get<storage::CursorId>(outcome);
    const storage::SqlCursor& cursor = *actor->cursor(id);
    std::vector<js::Argument> values{static_cast<double>(static_cast<std::uint32_t>(id))};
    add_state(cursor, values);
    for (const std::string& column : cursor.columns()) values.emplace_back(std::string_view(column));
    call.returns_values(values);
    if (cursor.done()) actor->close_cursor(id);
  });
  // (owner, cursor, all) -> [done, rows read, rows written, ...values], of one row or of all that are left
  define_costly("sql_rows", [this](js::Call& call) {
    runtime::Actor* actor = nullptr;
    storage::SqlCursor* cursor = cursor_of(call, actor);
    if (cursor == nullptr) return;
    std::vector<storage::SqlRow> rows;
    do {
      auto next = cursor->next();
      if (const auto* error = std::get_if<storage::SqlError>(&next)) {
        actor->bill(*cursor);
        call.throws("Error", error->message);
        return actor->close_cursor(cursor_id(call));
      }
      rows.push_back(std::move(*std::get<std::optional<storage::SqlRow>>(next)));
    } while (call.boolean(2) && !cursor->done());
    actor->bill(*cursor);
    std::vector<js::Argument> values;
    add_state(*cursor, values);
    for (const storage::SqlRow& row : rows)
      for (const storage::SqlValue& value : row) add(value, values);
    call.returns_values(values);
    if (cursor->done()) actor->close_cursor(cursor_id(call));
  });
  engine_.define("sql_close", [this](js::Call& call) {
    if (runtime::Actor* actor = actor_of(call)) actor->close_cursor(cursor_id(call));
  });
  engine_.define("sql_enabled", [this](js::Call& call) {
    if (runtime::Actor* actor = actor_of(call)) call.returns(actor->has_sql());
  });
  engine_.define("database_size", [this](js::Call& call) {
    if (runtime::Actor* actor = actor_of(call)) call.returns(static_cast<double>(actor->store().database_size_bytes()));
  });
}

}  // namespace models::room
