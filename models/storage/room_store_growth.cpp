#include <set>

#include "models/storage/room_store_held.h"

// How a room's pairs move from their page into SQLite: what is confirmed first, then each transaction and savepoint
// that is still open to being taken back, so that it can be taken back there, too.

namespace models::storage {

/// What one transaction or savepoint did, to be done again.
struct RoomStore::Step {
  std::vector<std::pair<std::string, std::optional<std::string>>> changes;
  bool key_table = false;  // as it was at the end
  std::optional<std::int64_t> alarm_ms;
  bool metadata_table = false;
};

/// Oldest first: each sealed transaction, the open one, each savepoint in it. Leaves in `page` what is confirmed.
std::vector<RoomStore::Step> RoomStore::steps_since_confirmed(KeyValuePage& page) const {
  std::vector<const Frame*> frames;
  for (const Frame& sealed : held_->sealed) frames.push_back(&sealed);
  frames.push_back(&held_->open);
  for (const Frame& savepoint : held_->savepoints) frames.push_back(&savepoint);

  std::vector<Step> steps(frames.size());
  Frame end = frame();
  for (std::size_t i = frames.size(); i-- > 0;) {
    const Frame& begin = *frames[i];
    Step& step = steps[i];
    step.key_table = end.key_table;
    step.metadata_table = end.metadata_table;
    step.alarm_ms = end.alarm_ms;
    std::set<std::string_view> keys;
    for (const Undo& undo : begin.undo) keys.insert(undo.key);
    for (const std::string_view key : keys) {
      const auto it = page.values().find(key);
      step.changes.emplace_back(key, it == page.values().end() ? std::nullopt : std::optional(it->second));
    }
    for (auto undo = begin.undo.rbegin(); undo != begin.undo.rend(); ++undo) page.assign(undo->key, undo->before);
    end.alarm_ms = begin.alarm_ms;
    end.key_table = begin.key_table;
    end.metadata_table = begin.metadata_table;
  }
  return steps;
}

void RoomStore::move_into_sql() {
  Held& held = *held_;
  KeyValuePage confirmed = held.page;
  const std::vector<Step> steps = steps_since_confirmed(confirmed);
  const Frame& oldest = held.sealed.empty() ? held.open : held.sealed.front();

  auto sql = std::make_unique<SqlDatabase>(surroundings_);
  Rows uncounted;
  if (oldest.key_table) sql->make_key_table();
  for (const auto& [key, value] : confirmed.values()) sql->put(key, value, uncounted);
  if (oldest.metadata_table) sql->store_alarm(oldest.alarm_ms);
  sql->seal();
  sql->confirm();
  const auto again = [&](const Step& step, const Frame& before) {
    if (step.key_table && !before.key_table) sql->make_key_table();
    for (const auto& [key, value] : step.changes) {
      if (value)
        sql->put(key, *value, uncounted);
      else if (step.key_table)
        sql->remove(key, uncounted);
    }
    if (step.metadata_table && (step.alarm_ms != before.alarm_ms || !before.metadata_table))
      sql->store_alarm(step.alarm_ms);
  };
  std::size_t done = 0;
  for (const Frame& sealed : held.sealed) {
    again(steps[done++], sealed);
    sql->seal();
  }
  again(steps[done++], held.open);
  for (const Frame& savepoint : held_->savepoints) {
    sql->begin_savepoint();
    again(steps[done++], savepoint);
  }
  held.page = {};
  for (Frame& sealed : held.sealed) sealed.undo.clear();
  held.open.undo.clear();
  for (Frame& savepoint : held_->savepoints) savepoint.undo.clear();
  held.sql = std::move(sql);
}

}  // namespace models::storage
