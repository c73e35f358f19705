#pragma once

// ctx.storage of a native room. Values are bytes that the room encodes itself; rows and sizes are counted by them.
// Every operation takes effect where it is called, as in JavaScript on a class with SQLite-backed storage.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/native/task.h"
#include "models/native/waiting.h"
#include "models/storage/room_store.h"

namespace models::native {

using ListOptions = storage::ListOptions;
/// In the order of the keys' bytes, or backwards if asked so.
using Entries = std::vector<std::pair<std::string, std::string>>;

class Storage {
 public:
  explicit Storage(Coroutines& coroutines) : coroutines_(coroutines) {}

  Ready<std::optional<std::string>> get(std::string_view key);
  /// Throws Error for a key or value that is too large.
  Ready<> put(std::string key, std::string value);
  /// All in one transaction, in this order.
  Ready<> put(Entries entries);
  /// Whether it was there. (`delete` is C++'s own word.)
  Ready<bool> delete_key(std::string_view key);
  Ready<Entries> list(const ListOptions& options);
  Ready<> delete_all();

  /// Milliseconds since the epoch.
  Ready<std::optional<std::int64_t>> get_alarm();
  /// Throws Error if the class has no alarm(), or the time is not positive.
  Ready<> set_alarm(std::int64_t epoch_ms);
  Ready<> delete_alarm();
  /// Until every write so far is durable.
  Sync sync() { return Sync(coroutines_); }

  /// The class has an alarm().
  void allow_alarms() { alarms_ = true; }

 private:
  void write(std::string_view key, std::string value);
  [[nodiscard]] runtime::Actor& actor() { return *coroutines_.actor; }
  Coroutines& coroutines_;
  bool alarms_ = false;
};

}  // namespace models::native
