#include <algorithm>
#include <chrono>
#include <utility>

#include "models/runtime/actor.h"
#include "models/runtime/platform.h"
#include "models/storage/sql_database.h"

// What room code asks of its object's storage during a turn.

namespace models::runtime {

void Actor::record_storage(StorageOperation operation, storage::Rows rows) {
  rows_read_ += rows.read;
  rows_written_ += rows.written;
  if (DailyUse* use = platform_.daily_use()) use->rows(rows.read, rows.written);
  simulation().record(
      StorageUsed{.room = room(), .operation = operation, .rows_read = rows.read, .rows_written = rows.written});
}

const std::string* Actor::get(std::string_view key) {
  charge_read();
  storage::Rows rows;
  const std::string* value = store_.get(key, rows);
  record_storage(StorageOperation::get, rows);
  return value;
}

std::optional<storage::SqlError> Actor::put(std::string_view key, std::string value, bool unconfirmed) {
  charge_write();
  storage::Rows rows;
  if (auto refused = refuse_storage(Allowance::rows_written)) return refused;
  check_disk();
  auto failed = store_.put(key, std::move(value), rows, unconfirmed);
  record_storage(StorageOperation::put, rows);
  return failed;
}

bool Actor::remove(std::string_view key, bool unconfirmed) {
  charge_write();
  storage::Rows rows;
  const bool existed = store_.remove(key, rows, unconfirmed);
  record_storage(StorageOperation::remove, rows);
  return existed;
}

std::vector<std::pair<std::string, std::string>> Actor::list(const storage::ListOptions& options) {
  charge_read();
  storage::Rows rows;
  auto found = store_.list(options, rows);
  record_storage(StorageOperation::list, rows);
  return found;
}

void Actor::remove_all() {
  charge_write();
  if (code_options().delete_all_deletes_alarm) alarm_.clear();
  storage::Rows rows;
  store_.remove_all(rows);
  record_storage(StorageOperation::remove_all, rows);
}

std::optional<std::int64_t> Actor::get_alarm() {
  charge_read();
  record_storage(StorageOperation::get_alarm, {});
  return alarm_.visible();
}

void Actor::set_alarm(std::int64_t epoch_ms) {
  charge_write();
  // Every setAlarm() bills one written row, also for an unchanged time (pricing.md S5).
  record_storage(StorageOperation::set_alarm, {.read = 0, .written = 1});
  check_disk();
  alarm_.set(epoch_ms);
}

void Actor::delete_alarm() {
  charge_write();
  record_storage(StorageOperation::remove_alarm, {});
  alarm_.clear();
}

void Actor::stored_before() {
  if (store_.sealed() == store_.confirmed()) return;
  const storage::RoomStore::Sealed durable = store_.confirm();
  simulation().record(Committed{.room = room(), .size_bytes = durable.size_bytes, .rows = durable.rows});
  if (const auto alarm = store_.alarm_ms())
    simulation().record(AlarmSet{.room = room(), .due = sim::Time{std::chrono::milliseconds{*alarm}}});
  alarm_.stored_changed();
}

// ---- SQL

std::uint64_t Actor::random_bits() {
  static constexpr sim::Site kSite = sim::site("room.sql-random");
  return draw_in_event(kSite, here().drawn.sql, [](sim::RandomStream& stream) { return stream.bits(); });
}

storage::OpenDatabases& Actor::open_databases() { return platform_.open_databases(); }

std::variant<storage::CursorId, storage::SqlError> Actor::execute(std::string_view text,
                                                                  std::span<const storage::SqlValue> bindings) {
  storage::Rows rows;
  check_disk();
  DailyUse* use = platform_.daily_use();
  if (use != nullptr && (use->spent(Allowance::rows_read) || use->spent(Allowance::rows_written)))
    return execute_what_is_left(text, bindings);
  auto outcome = store_.execute(text, bindings, rows);
  if (rows.written > 0)
    charge_write();
  else
    charge_read();
  record_storage(StorageOperation::sql, rows);
  return outcome;
}

// What could write runs, and is taken back if it did: CREATE TABLE IF NOT EXISTS mostly does not.
std::variant<storage::CursorId, storage::SqlError> Actor::execute_what_is_left(
    std::string_view text, std::span<const storage::SqlValue> bindings) {
  charge_read();
  if (store_.only_reads(text)) {
    if (auto refused = refuse_storage(Allowance::rows_read)) return *refused;
  }
  storage::Rows rows;
  store_.begin_savepoint();
  auto outcome = store_.execute(text, bindings, rows);
  if (rows.written > 0) {
    if (auto refused = refuse_storage(Allowance::rows_written)) {
      if (const auto* id = std::get_if<storage::CursorId>(&outcome)) close_cursor(*id);
      end_savepoint(false);
      return *refused;
    }
  }
  store_.release_savepoint();
  record_storage(StorageOperation::sql, rows);
  return outcome;
}

std::optional<storage::SqlError> Actor::refuse_storage(Allowance allowance) {
  DailyUse* use = platform_.daily_use();
  if (use == nullptr || !use->spent(allowance)) return std::nullopt;
  return storage::SqlError{std::string(DailyUse::refusal(allowance))};
}

storage::SqlCursor* Actor::cursor(storage::CursorId id) {
  storage::SqlDatabase* sql = store_.sql_in_use();
  return sql == nullptr ? nullptr : sql->cursor(id);
}

void Actor::close_cursor(storage::CursorId id) {
  if (storage::SqlDatabase* sql = store_.sql_in_use()) sql->close_cursor(id);
}

bool Actor::has_sql() const {
  const auto& without = platform_.code_options(identity_.worker, platform_.newest_version(identity_.worker)).kv_classes;
  return std::find(without.begin(), without.end(), exported_class(identity_.class_name)) == without.end();
}

void Actor::bill(storage::SqlCursor& cursor) {
  const storage::Rows rows = cursor.unbilled();
  if (rows.read + rows.written > 0) record_storage(StorageOperation::sql, rows);
}

// ---- transactions

void Actor::begin_transaction() {
  // What was written before it is not held up by it, and does not share its fate (docs/spec/durable-objects.md 3.3).
  if (!store_.in_transaction() && store_.dirty()) seal_writes(simulation().now());
  store_.begin_savepoint(true);
}

bool Actor::end_savepoint(bool keep) {
  if (keep) return store_.release_savepoint();
  const auto before = store_.alarm_ms();
  const bool there = store_.roll_back_savepoint();
  const auto alarm = store_.alarm_ms();
  if (alarm == before) return there;
  if (alarm)
    simulation().record(AlarmSet{.room = room(), .due = sim::Time{std::chrono::milliseconds{*alarm}}});
  else
    simulation().record(AlarmCleared{.room = room()});
  return there;
}

}  // namespace models::runtime
