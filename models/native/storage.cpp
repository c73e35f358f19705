#include "models/native/storage.h"

namespace models::native {

Ready<std::optional<std::string>> Storage::get(std::string_view key) {
  const std::string* value = actor().get(key);
  return Ready<std::optional<std::string>>(value == nullptr ? std::nullopt : std::optional(*value));
}

void Storage::write(std::string_view key, std::string value) {
  if (const auto failed = actor().put(key, std::move(value))) throw Error(failed->message);
}

Ready<> Storage::put(std::string key, std::string value) {
  write(key, std::move(value));
  return {};
}

Ready<> Storage::put(Entries entries) {
  for (auto& [key, value] : entries) write(key, std::move(value));
  return {};
}

Ready<bool> Storage::delete_key(std::string_view key) { return Ready<bool>(actor().remove(key)); }

Ready<Entries> Storage::list(const ListOptions& options) { return Ready<Entries>(actor().list(options)); }

Ready<> Storage::delete_all() {
  actor().remove_all();
  return {};
}

Ready<std::optional<std::int64_t>> Storage::get_alarm() {
  return Ready<std::optional<std::int64_t>>(actor().get_alarm());
}

Ready<> Storage::set_alarm(std::int64_t epoch_ms) {
  if (!alarms_)
    throw Error("Your Durable Object class must have an alarm() handler in order to call setAlarm()", "TypeError");
  if (epoch_ms <= 0) throw Error("setAlarm() cannot be called with an alarm time <= 0", "TypeError");
  actor().set_alarm(epoch_ms);
  return {};
}

Ready<> Storage::delete_alarm() {
  actor().delete_alarm();
  return {};
}

}  // namespace models::native
