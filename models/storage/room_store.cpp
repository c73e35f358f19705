#include "models/storage/room_store.h"

#include <algorithm>
#include <iterator>

#include "models/storage/room_store_held.h"

namespace models::storage {
namespace {

constexpr std::size_t kFewChanges = 4;  // of most transactions

}  // namespace

RoomStore::RoomStore(Surroundings& surroundings) : surroundings_(surroundings) {}

RoomStore::~RoomStore() = default;

RoomStore::Held& RoomStore::held() {
  if (!held_) {
    held_ = std::make_unique<Held>();
    held_->open = frame();
  }
  return *held_;
}

SqlDatabase* RoomStore::sql_in_use() const { return held_ ? held_->sql.get() : nullptr; }

RoomStore::Frame& RoomStore::innermost() {
  Held& held = this->held();
  return held.savepoints.empty() ? held.open : held.savepoints.back();
}

RoomStore::Frame RoomStore::frame() const {
  Frame now;
  now.alarm_ms = alarm_ms_;
  now.key_table = key_table_;
  now.metadata_table = metadata_table_;
  return now;
}

void RoomStore::begin_write(bool unconfirmed) {
  held();
  dirty_ = true;
  if (!unconfirmed) gated_ = true;
}

// ---- key-value pairs

const std::string* RoomStore::get(std::string_view key, Rows& rows) {
  if (!held_) return nullptr;
  if (!held_->sql) return held_->page.get(key, rows);
  auto value = held_->sql->get(key, rows);
  if (!value) return nullptr;
  held_->fetched = std::move(*value);
  return &held_->fetched;
}

void RoomStore::assign(std::string_view key, std::optional<std::string> value) {
  auto before = held().page.assign(key, std::move(value));
  auto& undo = innermost().undo;
  if (undo.capacity() == 0) undo.reserve(kFewChanges);
  undo.push_back({std::string(key), std::move(before)});
}

std::optional<SqlError> RoomStore::put(std::string_view key, std::string value, Rows& rows, bool unconfirmed) {
  Held& held = this->held();
  if (!held.sql && !held.page.fits(key, value)) move_into_sql();
  begin_write(unconfirmed);
  key_table_ = true;
  if (held.sql) return held.sql->put(key, value, rows);
  assign(key, std::move(value));
  rows.written += 1;
  return std::nullopt;
}

bool RoomStore::remove(std::string_view key, Rows& rows, bool unconfirmed) {
  begin_write(unconfirmed);
  key_table_ = true;
  if (held_->sql) return held_->sql->remove(key, rows);
  if (!held_->page.values().contains(key)) return false;
  assign(key, std::nullopt);
  rows += {.read = 1, .written = 1};
  return true;
}

std::vector<std::pair<std::string, std::string>> RoomStore::list(const ListOptions& options, Rows& rows) {
  std::vector<std::pair<std::string, std::string>> found;
  const auto add = [&found](std::string_view key, std::string_view value) { found.emplace_back(key, value); };
  const auto list = [this](const KeyRange& range, auto limit, bool reverse, Rows& counted, const auto& visit) {
    if (sql_in_use() != nullptr)
      held_->sql->list(range, limit, reverse, counted, visit);
    else if (key_table_)
      held_->page.list(range, limit, reverse, counted, visit);
  };
  const KeyRange range = range_of(options);
  list(range, options.limit, options.reverse, rows, add);
  if (options.continues && found.empty() && rows.read > 0) {
    // A step beyond the last row counts nothing, where a seek would.
    bool row_beyond = false;
    Rows uncounted;
    const KeyRange beyond = options.reverse ? KeyRange{.first = "", .end = range.first}
                                            : KeyRange{.first = range.end.value_or(range.first), .end = std::nullopt};
    list(beyond, std::optional<std::uint32_t>(1), false, uncounted, [&](auto, auto) { row_beyond = true; });
    if (!row_beyond) rows.read -= 1;
  }
  return found;
}

void RoomStore::remove_all(Rows& rows) {
  begin_write(false);
  Held& held = *held_;
  held.savepoints.clear();  // there is nothing left to go back to
  in_transaction_ = false;
  if (held.sql) {
    rows.read += held.sql->key_count();
    held.sql->remove_all();
  } else {
    rows.read += held.page.size();
    held.page.clear();
  }
  key_table_ = false;
  metadata_table_ = alarm_ms_.has_value();
  held.emptied_in = sealed_ + 1;
  held.open = frame();
  for (Frame& sealed : held.sealed) {
    const Sealed as_told = sealed.sealed;
    sealed = frame();
    sealed.sealed = as_told;
  }
  if (held.sql && alarm_ms_) held.sql->store_alarm(alarm_ms_);
}

void RoomStore::set_alarm(std::optional<std::int64_t> epoch_ms) {
  if (epoch_ms == alarm_ms_) return;
  begin_write(false);
  alarm_ms_ = epoch_ms;
  metadata_table_ = true;
  if (held_->sql) held_->sql->store_alarm(epoch_ms);
}

std::variant<CursorId, SqlError> RoomStore::execute(std::string_view text, std::span<const SqlValue> bindings,
                                                    Rows& rows) {
  if (!held().sql) move_into_sql();
  auto outcome = held_->sql->execute(text, bindings, rows);
  if (held_->sql->wrote()) begin_write(false);
  return outcome;
}

bool RoomStore::only_reads(std::string_view text) {
  if (!held().sql) move_into_sql();
  return held_->sql->only_reads(text);
}

void RoomStore::set_full(bool full) {
  if (full == full_) return;
  full_ = full;
  if (full && !held().sql) move_into_sql();
  if (SqlDatabase* sql = sql_in_use()) sql->set_full(full);
}

// ---- transactions

void RoomStore::begin_savepoint(bool transaction) {
  Held& held = this->held();
  held.savepoints.push_back(frame());
  held.savepoints.back().transaction = transaction;
  in_transaction_ = held.savepoints.front().transaction;
  if (held.sql) held.sql->begin_savepoint();
}

bool RoomStore::release_savepoint() {
  if (!held_ || held_->savepoints.empty()) return false;
  Frame ended = std::move(held_->savepoints.back());
  held_->savepoints.pop_back();
  std::ranges::move(ended.undo, std::back_inserter(innermost().undo));
  if (held_->sql) held_->sql->release_savepoint();
  savepoint_ended();
  return true;
}

bool RoomStore::roll_back_savepoint() {
  if (!held_ || held_->savepoints.empty()) return false;
  Frame ended = std::move(held_->savepoints.back());
  held_->savepoints.pop_back();
  take_back(ended);
  if (held_->sql) held_->sql->roll_back_savepoint();
  savepoint_ended();
  return true;
}

void RoomStore::savepoint_ended() {
  if (!held_->savepoints.empty()) return;
  in_transaction_ = false;
  if (held_->sql) held_->sql->end_idle_transaction();
}

void RoomStore::take_back(Frame& frame) {
  for (auto undo = frame.undo.rbegin(); undo != frame.undo.rend(); ++undo)
    held_->page.assign(undo->key, std::move(undo->before));
  alarm_ms_ = frame.alarm_ms;
  key_table_ = frame.key_table;
  metadata_table_ = frame.metadata_table;
}

TransactionId RoomStore::gate() const {
  if (dirty_ && gated_ && !in_transaction()) return sealed_ + 1;
  return last_gated_ > confirmed_ ? last_gated_ : 0;
}

TransactionId RoomStore::last_unconfirmed() const {
  if (dirty_) return sealed_ + 1;
  return sealed_ > confirmed_ ? sealed_ : 0;
}

std::optional<SqlError> RoomStore::seal() {
  Held& held = this->held();
  if (held.sql)
    if (auto failed = held.sql->seal()) return failed;
  held.open.sealed = as_sealed();
  held.sealed.push_back(std::exchange(held.open, frame()));
  ++sealed_;
  if (gated_) last_gated_ = sealed_;
  dirty_ = gated_ = false;
  return std::nullopt;
}

RoomStore::Sealed RoomStore::confirm() {
  const Sealed durable = held_->sealed.front().sealed;
  held_->sealed.erase(held_->sealed.begin());
  ++confirmed_;
  if (held_->sql) {
    held_->sql->confirm();
    // After a deleteAll() that nothing can take back any more, a page is enough again.
    if (held_->sql->is_blank() && held_->sealed.empty() && held_->savepoints.empty() && !dirty_ && !full_)
      held_->sql.reset();
  }
  return durable;
}

std::optional<RoomStore::Sealed> RoomStore::roll_back() {
  const bool emptied = held_ && held_->emptied_in > confirmed_;
  // The ids of the lost transactions are not used again: a message that waited for one never leaves.
  confirmed_ = sealed_;
  dirty_ = gated_ = in_transaction_ = false;
  if (!held_) return std::nullopt;
  Held& held = *held_;
  for (; !held.savepoints.empty(); held.savepoints.pop_back()) take_back(held.savepoints.back());
  take_back(held.open);
  for (; !held.sealed.empty(); held.sealed.pop_back()) take_back(held.sealed.back());
  held.open = frame();
  if (held.sql) held.sql->roll_back();
  held.emptied_in = 0;
  return emptied ? std::optional(as_sealed()) : std::nullopt;
}

// ---- size

std::uint64_t RoomStore::database_size_bytes() const {
  if (sql_in_use() != nullptr) return held_->sql->size_bytes();
  return PagedFile::kPageBytes * (1U + (key_table_ ? 1U : 0U) + (metadata_table_ ? 1U : 0U));
}

RoomStore::Sealed RoomStore::as_sealed() const {
  const Held& held = *held_;
  Sealed now{.size_bytes = held.sql ? held.sql->sealed_size_bytes() : database_size_bytes(),
             .rows = held.sql ? held.sql->row_count() : held.page.size()};
  if (now.size_bytes <= PagedFile::kPageBytes) now.size_bytes = 0;
  return now;
}

}  // namespace models::storage
