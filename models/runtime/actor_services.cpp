#include <algorithm>
#include <utility>

#include "models/runtime/actor.h"
#include "models/runtime/platform.h"

// What room code asks of its object during a turn: storage, console.

namespace models::runtime {

void Actor::record_storage(StorageOperation operation, storage::Rows rows) {
  rows_read_ += rows.read;
  rows_written_ += rows.written;
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

void Actor::put(std::string key, std::string value) {
  charge_write();
  storage::Rows rows;
  store_.put(std::move(key), std::move(value), rows);
  record_storage(StorageOperation::put, rows);
}

bool Actor::remove(std::string_view key) {
  charge_write();
  storage::Rows rows;
  const bool existed = store_.remove(key, rows);
  record_storage(StorageOperation::remove, rows);
  return existed;
}

std::vector<std::pair<std::string, const std::string*>> Actor::list(const storage::ListOptions& options) {
  charge_read();
  storage::Rows rows;
  auto found = store_.list(options, rows);
  record_storage(StorageOperation::list, rows);
  return found;
}

void Actor::remove_all() {
  charge_write();
  storage::Rows rows;
  store_.remove_all(rows);
  record_storage(StorageOperation::remove_all, rows);
  if (platform_.options().delete_all_deletes_alarm) alarm_.clear();
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
  alarm_.set(epoch_ms);
}

void Actor::delete_alarm() {
  charge_write();
  record_storage(StorageOperation::remove_alarm, {});
  alarm_.clear();
}

// ---- what is said

void Actor::record_exception(ExceptionThrown exception) {
  exception.room = room();
  simulation().record(exception);
}

void Actor::console(ConsoleLevel level, std::string_view text) {
  const sim::BodyId body = simulation().trace().body(simulation().now(), text);
  simulation().record(ConsoleLine{.room = room(), .level = level, .text = body});
}

}  // namespace models::runtime
