#include "models/invariants/constructor_idempotent.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/calendar.h"

namespace models::invariants {
namespace {

constexpr std::size_t kFewest = 3;  // wakes

std::int64_t text_length(const nlohmann::json& rows) {
  std::int64_t length = 0;
  for (const auto& row : rows)
    for (const auto& cell : row) {
      if (cell.is_string()) length += std::ssize(cell.get_ref<const std::string&>());
      if (cell.is_object()) length += std::ssize(cell.value("base64", ""));
    }
  return length;
}

}  // namespace

ConstructorIdempotent::Look ConstructorIdempotent::look_at(const nlohmann::json& contents, sim::Time at) {
  Look look{.at = at, .values = {}, .rows = {}, .texts = {}, .alarm_ms = {}};
  for (const auto& pair : contents.at("kv"))
    look.values[pair.at(0).get<std::string>()] = std::ssize(pair.at(1).get_ref<const std::string&>());
  for (const auto& table : contents.at("tables")) {
    const std::string name = table.at("name");
    look.rows[name] = table.at("rows").get<std::int64_t>();
    look.texts[name] = text_length(table.at("first"));
  }
  if (const auto& alarm = contents.at("alarm"); alarm.is_number_integer()) look.alarm_ms = alarm.get<std::int64_t>();
  return look;
}

bool ConstructorIdempotent::grows(const std::vector<std::int64_t>& numbers) {
  for (std::size_t i = 1; i < numbers.size(); ++i)
    if (numbers[i] <= numbers[i - 1]) return false;
  return true;
}

std::string ConstructorIdempotent::row_of(const std::vector<std::int64_t>& numbers) {
  return fmt::format("{}, {}, {} ... {}", numbers[0], numbers[1], numbers[2], numbers.back());
}

std::vector<std::string> ConstructorIdempotent::growth(const Looks& looks, Sizes Look::* sizes, const char* what) {
  for (const auto& [name, unused] : looks.back().*sizes) {
    std::vector<std::int64_t> numbers;
    for (const Look& look : looks)
      if (const auto found = (look.*sizes).find(name); found != (look.*sizes).end()) numbers.push_back(found->second);
    if (numbers.size() == looks.size() && grows(numbers))
      return {fmt::format("each wake leaves more {} in {}: {}", what, name, row_of(numbers))};
  }
  return {};
}

std::vector<std::string> ConstructorIdempotent::more_keys(const Looks& looks) {
  std::vector<std::int64_t> counts;
  for (const Look& look : looks) counts.push_back(std::ssize(look.values));
  if (!grows(counts)) return {};
  const Sizes& before = looks[looks.size() - 2].values;
  std::string added;
  for (const auto& [key, size] : looks.back().values)
    if (added.empty() && !before.contains(key)) added = key;
  return {fmt::format("each wake leaves more keys: {}", row_of(counts)),
          fmt::format("The last one added \"{}\".", added)};
}

std::vector<std::string> ConstructorIdempotent::moved_alarm(const Looks& looks) {
  bool later = true, earlier = true;
  for (std::size_t i = 1; i < looks.size(); ++i) {
    if (!looks[i].alarm_ms || !looks[i - 1].alarm_ms) return {};
    const std::int64_t by = *looks[i].alarm_ms - *looks[i - 1].alarm_ms;
    const auto passed = std::chrono::ceil<std::chrono::milliseconds>(looks[i].at - looks[i - 1].at).count() + 1;
    later = later && by > passed;
    earlier = earlier && by < 0;
  }
  if (!later && !earlier) return {};
  const auto time = [](const Look& look) {
    return sim::format_time(sim::Time(std::chrono::milliseconds(*look.alarm_ms)));
  };
  return {fmt::format("each wake moves the alarm to {} than it was, and not for the time that has passed",
                      later ? "later" : "earlier"),
          fmt::format("After {} wakes it is armed for {}; after one it was for {}.", looks.size(), time(looks.back()),
                      time(looks.front()))};
}

std::vector<std::string> ConstructorIdempotent::growth(const Looks& looks) {
  if (auto found = growth(looks, &Look::rows, "rows"); !found.empty()) return found;
  if (auto found = more_keys(looks); !found.empty()) return found;
  if (auto found = growth(looks, &Look::texts, "text"); !found.empty()) return found;
  if (auto found = growth(looks, &Look::values, "bytes"); !found.empty()) return found;
  return moved_alarm(looks);
}

void ConstructorIdempotent::visit(const sim::RawRecord& record, const RunContext& run) {
  on<InvocationBegan>(record, [&](const InvocationBegan& began) { settle(began.room, run); });
  on<RoomReset>(record, [&](const RoomReset& reset) { settle(reset.room, run); });
  on<RoomStored>(record, [&](const RoomStored& stored) {
    const nlohmann::json* contents = run.json(stored.contents);
    if (contents == nullptr || !contents->contains("wakes")) return;
    const auto wakes = contents->at("wakes").get<std::size_t>();
    Looks& looks = rooms_[stored.room];
    if (wakes == 0) return looks.clear();
    if (wakes != looks.size() + 1) return;  // something came in between
    looks.push_back(look_at(*contents, record.at));
  });
}

/// Something else happens to the room, or the run ends: what was seen until then counts.
void ConstructorIdempotent::settle(RoomId room, const RunContext& run) {
  const auto seen = rooms_.extract(room);
  if (seen.empty() || seen.mapped().size() < kFewest) return;
  const Looks& looks = seen.mapped();
  findings_.examined();
  auto sentences = growth(looks);
  if (sentences.empty()) return;
  sentences.push_back(
      fmt::format("It was woken {} times with nothing to do, and nothing else happened to it.", looks.size()));
  findings_.violated({.at = looks.back().at, .who = run.room(room), .explanation = std::move(sentences)});
}

Verdict ConstructorIdempotent::verdict(const RunContext& run) {
  while (!rooms_.empty()) settle(rooms_.begin()->first, run);
  return findings_.verdict(name(), "no room could be woken three times with nothing else to do");
}

}  // namespace models::invariants
