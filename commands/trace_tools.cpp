#include "commands/trace_tools.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "commands/ingredients.h"
#include "commands/read_trace.h"
#include "commands/record_lines.h"
#include "commands/trace_difference.h"
#include "models/trace_json.h"
#include "reports/json.h"
#include "reports/record_reading.h"
#include "scenarios/input_error.h"
#include "scenarios/quantities.h"
#include "sim/calendar.h"
#include "sim/trace_file.h"

namespace commands {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

/// "90s" since the start of the trace, or an instant.
sim::Time moment(const std::string& option, const std::string& text, sim::Time start) {
  if (const auto time = sim::parse_time(text)) return *time;
  if (const auto since = scenarios::parse_duration(text))
    return start.time_since_epoch() > sim::Duration::max() - *since ? sim::Time::max() : start + *since;
  throw scenarios::refused(option, fmt::format("\"{}\" is neither a time since the start nor an instant", text),
                           "for example: 90s, 3d4h, 2026-08-04T04:00:00Z");
}

std::set<std::uint16_t> numbers_of(const std::vector<std::string>& kinds) {
  const auto known = models::record_kinds();
  std::set<std::uint16_t> numbers;
  for (const std::string& kind : kinds) {
    const auto found = std::ranges::find(known, kind, &std::pair<std::string, std::uint16_t>::first);
    if (found != known.end()) {
      numbers.insert(found->second);
      continue;
    }
    std::string words;
    for (const auto& one : known) words += (words.empty() ? "" : ", ") + one.first;
    throw scenarios::refused("--kind", fmt::format("there is no record \"{}\"", kind), "kinds are: " + words);
  }
  return numbers;
}

/// What a record speaks of, by name.
class Mentions {
 public:
  [[nodiscard]] static bool needs(std::uint16_t kind) {
    return kind == models::NameDefined::kKind || kind == sim::BodyRecord::kKind ||
           kind == models::ClientConnected::kKind || kind == models::SocketAccepted::kKind;
  }
  void visit(const sim::RawRecord& raw, const nlohmann::json& fields) {
    if (raw.kind == models::NameDefined::kKind) {
      if (fields["what"] == "room") rooms_[fields["id"]] = fields["name"];
      if (fields["what"] == "client") clients_[fields["id"]] = fields["name"];
    }
    if (raw.kind == sim::BodyRecord::kKind) bodies_[fields["id"]] = fields["bytes"];
    if (raw.kind == models::ClientConnected::kKind) sockets_[fields["socket"]] = fields["client"];
    if (raw.kind == models::SocketAccepted::kKind) rooms_of_[fields["socket"]] = fields["room"];
  }
  [[nodiscard]] std::string room(const nlohmann::json& fields) const {
    return named(fields, "room", rooms_, rooms_of_);
  }
  [[nodiscard]] std::string client(const nlohmann::json& fields) const {
    return named(fields, "client", clients_, sockets_);
  }
  [[nodiscard]] bool has_text(const nlohmann::json& fields, const std::string& text) const {
    for (const auto& [name, value] : fields.items()) {
      if (value.is_string() && value.get_ref<const std::string&>().find(text) != std::string::npos) return true;
      if ((name == "body" || name == "text") && value.is_number() &&
          find(bodies_, value.get<std::uint32_t>()).find(text) != std::string::npos)
        return true;
    }
    return false;
  }

 private:
  using Names = std::map<std::uint32_t, std::string>;
  [[nodiscard]] static std::string find(const Names& names, std::uint32_t id) {
    const auto it = names.find(id);
    return it == names.end() ? std::string() : it->second;
  }
  /// Whose record it is: by number, by the name itself, or by the socket.
  [[nodiscard]] static std::string named(const nlohmann::json& fields, const char* what, const Names& names,
                                         const std::map<std::uint32_t, std::uint32_t>& of_sockets) {
    if (const auto field = fields.find(what); field != fields.end())
      return field->is_string() ? field->get<std::string>() : find(names, *field);
    const auto socket = fields.find("socket");
    if (socket == fields.end()) return "";
    const auto it = of_sockets.find(socket->get<std::uint32_t>());
    return it == of_sockets.end() ? "" : find(names, it->second);
  }
  Names rooms_, clients_, bodies_;
  std::map<std::uint32_t, std::uint32_t> sockets_, rooms_of_;
};

void print_grave(const std::vector<std::string>& names) {
  std::string words;
  for (const std::string& name : names) words += (words.empty() ? "" : ", ") + name;
  fmt::print("\nThey differ in: {}\n", words);
}

}  // namespace

Exit trace_grep(const TraceGrepOptions& options) {
  const std::set<std::uint16_t> kinds = numbers_of(options.kinds);
  Mentions mentions;
  std::optional<RecordLines> lines;
  std::optional<sim::Time> from, to;
  std::uint64_t number = 0, found = 0;
  read_trace(options.file, [&](const sim::RawRecord& raw) {
    if (!lines) {
      lines.emplace(raw.at);
      if (!options.from.empty()) from = moment("--from", options.from, raw.at);
      if (!options.to.empty()) to = moment("--to", options.to, raw.at);
    }
    ++number;
    lines->visit(raw);
    const bool meant =
        (!from || raw.at >= *from) && (!to || raw.at <= *to) && (kinds.empty() || kinds.contains(raw.kind));
    if (!meant && !Mentions::needs(raw.kind)) return;
    std::string json;
    models::append_json_line(raw, json);
    const auto fields = nlohmann::json::parse(json);
    mentions.visit(raw, fields);
    if (!meant) return;
    if (!options.room.empty() && mentions.room(fields) != options.room) return;
    if (!options.client.empty() && mentions.client(fields) != options.client) return;
    if (!options.text.empty() && !mentions.has_text(fields, options.text)) return;
    ++found;
    if (options.json)
      fmt::print("{}\n", json);
    else
      fmt::print("{:>8}  {}\n", number, lines->line(raw));
  });
  return found > 0 ? Exit::holds : Exit::violated;
}

Exit trace_diff(const fs::path& a, const fs::path& b) {
  Ingredients of_a, of_b;
  const auto read = [](const fs::path& file, Ingredients& ingredients, const auto& hear) {
    return read_trace(file, [&](const sim::RawRecord& record) { ingredients.visit(record); }, hear);
  };
  KeptTrace kept;
  const auto one = read(a, of_a, [&](std::string_view block) { kept.write(block); });
  TraceDifference difference(sim::kDefaultStart, &kept);
  const auto two = read(b, of_b, [&](std::string_view block) { difference.block(block); });
  const std::uint64_t records = difference.records();
  const auto& parting = difference.end();
  if (one == two && !parting) {
    fmt::print("the same: {} records, fingerprint {}\n", records, one.to_string());
    return Exit::holds;
  }
  if (parting) {
    if (!parting->before.empty()) fmt::print("the same in both\n");
    for (const std::string& line : parting->before) fmt::print("    {}\n", line);
    fmt::print("\nthen\n  1 {}\n  2 {}\n", parting->then.empty() ? "(ended)" : parting->then,
               parting->now.empty() ? "(ended)" : parting->now);
    if (!parting->differs.empty()) print_grave(parting->differs);
  }
  const auto names = differing(of_a.digests(nullptr), of_b.digests(nullptr));
  std::string words;
  for (const std::string& name : names) words += (words.empty() ? "" : ", ") + name;
  fmt::print("In whole they differ in: {}\n", words);
  return Exit::violated;
}

Exit trace_stats(const fs::path& file, bool json) {
  std::map<std::uint16_t, std::pair<std::uint64_t, std::uint64_t>> by_kind;
  std::optional<sim::Time> first;
  sim::Time last{};
  Ingredients ingredients;
  std::uint64_t records = 0, bytes = 0;
  const auto fingerprint = read_trace(file, [&](const sim::RawRecord& raw) {
    if (!first) first = raw.at;
    last = raw.at;
    ++records;
    auto& [count, size] = by_kind[raw.kind];
    ++count;
    size += raw.body.size() + 14;
    bytes += raw.body.size() + 14;
    ingredients.visit(raw);
  });
  std::map<std::uint16_t, std::string> words;
  for (const auto& [word, kind] : models::record_kinds()) words[kind] = word;
  const auto word_of = [&](std::uint16_t kind) {
    return words.contains(kind) ? words[kind] : fmt::format("kind {}", kind);
  };
  const auto on_disk = fs::file_size(file);
  const sim::Duration length = first ? last - *first : sim::Duration{};
  if (json) {
    ordered_json kinds = ordered_json::object();
    for (const auto& [kind, sums] : by_kind) kinds[word_of(kind)] = {{"records", sums.first}, {"bytes", sums.second}};
    fmt::print("{}", reports::json_text({{"records", records},
                                         {"bytes", bytes},
                                         {"fileBytes", on_disk},
                                         {"virtualNs", length.count()},
                                         {"fingerprint", fingerprint.to_string()},
                                         {"ingredients", json_of(ingredients.digests(nullptr))},
                                         {"kinds", kinds}}));
    return Exit::holds;
  }
  fmt::print("{} records of {} in {} bytes, {} in the file\nfingerprint {}\n", records, sim::format_duration(length),
             bytes, on_disk, fingerprint.to_string());
  const auto digests = ingredients.digests(nullptr);
  fmt::print("order {}  time {}  cost {}\n\n{:>10} {:>12}\n", digests.order, digests.time, digests.cost, "records",
             "bytes");
  std::vector<std::pair<std::uint64_t, std::uint16_t>> order;
  for (const auto& [kind, sums] : by_kind) order.emplace_back(sums.first, kind);
  std::ranges::sort(
      order, [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  for (const auto& [count, kind] : order) fmt::print("{:>10} {:>12}  {}\n", count, by_kind[kind].second, word_of(kind));
  return Exit::holds;
}

}  // namespace commands
