#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "models/native/rooms/built_in.h"
#include "models/storage/open_databases.h"
#include "models/storage/room_store.h"
#include "models/storage/sql_database.h"
#include "scenarios/csv.h"
#include "scenarios/load_parts.h"
#include "scenarios/quantities.h"
#include "scenarios/stored_value.h"
#include "scenarios/yaml_json.h"
#include "sim/calendar.h"

// The `given:` list: what rooms have stored when the run begins. It is tried on a room of nobody's, so that what
// storage refuses is known before a run.

namespace scenarios {
namespace {

namespace fs = std::filesystem;
namespace storage = models::storage;
using nlohmann::json;

constexpr std::size_t kMostSqlBytes = 100'000;  // docs/spec/durable-objects.md 4.3
constexpr std::size_t kMostKeyBytes = 2048;
constexpr std::uint64_t kMostSqlMillions = 200;
constexpr const char* kTablePattern = "^[^\"]+$";

const KeyTable kRoomsByNumber{
    .name = "rooms",
    .title = "numbered rooms",
    .example = "{rooms: 40, name: room}",
    .rows = {{"rooms", value::count(1, 100'000), kNeeded, "how many there are", "40"},
             {"name", value::text("."), "room", "their names begin with it: room-0, room-1", "table"}}};
const KeyTable kSqlFile{.name = "sql",
                        .title = "file of SQL",
                        .example = "{file: history.sql}",
                        .rows = {{"file", value::text("."), kNeeded, "statements of SQL", "history.sql"}}};
const KeyTable kRowsFile{
    .name = "rows",
    .title = "file of rows",
    .example = "{file: history.csv}",
    .rows = {{"file", value::text("."), kNeeded, "a CSV table, whose first row names the columns", "history.csv"}}};

}  // namespace

const KeyTable kGiven{
    .name = "given rooms",
    .title = "given",
    .example = "{room: lobby, storage: {topic: tea}}",
    .rows = {{"room", value::any_of({value::text("."), value::list(value::text("."), 1), value::map(kRoomsByNumber)}),
              kNeeded, "its name, several, or numbered ones as `uniform` and `zipf` choose from", "[lobby, hall]"},
             {"class", value::text(), "the only one", "the class of the objects", "Room"},
             {"worker", value::text(), "the one in front", "whose class: the name of its configuration", "room"},
             {"storage", value::names(value::anything()), kOptional, "key-value pairs, YAML as JSON",
              "{topic: tea, members: [ann, bob]}"},
             {"sql", value::any_of({value::text("."), value::list(value::text("."), 1), value::map(kSqlFile)}),
              kOptional, "statements of SQL, which run in this order",
              "create table messages (id integer primary key, text)"},
             {"rows",
              value::names(value::any_of({value::list(value::names(value::anything(), "", 1)), value::map(kRowsFile)}),
                           kTablePattern),
              kOptional,
              "rows for tables, once the SQL has run",
              "{messages: [{id: 1, text: hi}]}",
              {"sql"}},
             {"alarm", value::text("(^-?" + duration_pattern().substr(1) + R"()|(^\d{4}-\d{2}-\d{2}T.*Z$))"), kOptional,
              "when it fires, from the start of the run or in UTC; what is past fires at once", "5min"}},
    .at_least_one_of = {"storage", "sql", "rows", "alarm"}};

namespace {

/// Room enough to try it in.
class NobodysRoom final : public storage::Surroundings {
 public:
  explicit NobodysRoom(sim::Time now) : now_(now) {}
  [[nodiscard]] std::int64_t now_ms() override { return sim::to_epoch_ms(now_); }
  [[nodiscard]] std::uint64_t random_bits() override { return ++drawn_ * 0x9e3779b97f4a7c15; }
  [[nodiscard]] storage::OpenDatabases& open_databases() override { return open_databases_; }

 private:
  sim::Time now_;
  std::uint64_t drawn_ = 0;
  storage::OpenDatabases open_databases_;
};

/// One entry of the list, with the place of each part of it.
class GivenReader {
 public:
  GivenReader(const Node& node, Scenario& scenario, Problems& problems)
      : before_(problems.size()), map_(node, kGiven, problems), scenario_(scenario), problems_(problems) {}

  void read() {
    if (const Node* room = map_.find("room")) read_rooms(*room);
    read_class();
    if (const Node* pairs = map_.find("storage")) read_pairs(*pairs);
    if (const Node* sql = map_.find("sql")) read_sql(*sql);
    if (const Node* rows = map_.find("rows")) read_tables(*rows);
    if (const Node* alarm = map_.find("alarm")) read_alarm(*alarm);
    const auto is_there = [this](std::string_view key) { return map_.find(key) != nullptr; };
    if (std::ranges::none_of(kGiven.at_least_one_of, is_there) && problems_.size() == before_)
      problems_.add(map_.mark(), "given rooms need one of storage, sql, rows, alarm",
                    fmt::format("for example: {}", kGiven.example));
    refuse_given_twice();
    if (problems_.size() != before_) return;
    if (can_be_stored()) scenario_.given.push_back(std::move(given_));
  }

 private:
  void read_rooms(const Node& node) {
    if (node.is_map()) {
      MapReader map(node, kRoomsByNumber, problems_);
      std::uint64_t rooms = 0;
      std::string name = "room";
      map.count("rooms", rooms);
      map.text("name", name);
      for (std::uint64_t i = 0; i < rooms; ++i) given_.names.push_back(fmt::format("{}-{}", name, i));
      return;
    }
    for (const Node* item : listed(node, "room"))
      if (is_text(*item, "a room is given by its name", "for example: room: lobby")) given_.names.push_back(item->text);
  }

  void refuse_given_twice() {
    std::set<std::string_view> taken;
    for (const GivenRooms& other : scenario_.given)
      if (other.worker == given_.worker && other.class_name == given_.class_name)
        taken.insert(other.names.begin(), other.names.end());
    for (const std::string& name : given_.names)
      if (!taken.insert(name).second)
        return problems_.add(map_.mark(), fmt::format("{} is given twice", shown(name)),
                             "what one room has stored stands in one place");
  }

  /// The items of a list that may also be one.
  std::vector<const Node*> listed(const Node& node, std::string_view key) {
    if (node.kind != Node::Kind::sequence) return {&node};
    if (node.items.empty()) problems_.add(node.mark, fmt::format("{}: there is nothing in this list", key));
    return node.items;
  }

  bool is_text(const Node& node, std::string_view what, std::string_view example) {
    if (node.is_scalar() && !node.text.empty()) return true;
    problems_.add(node.mark, fmt::format("{}, not {}", what, shown(node)), std::string(example));
    return false;
  }

  void read_class() {
    if (!scenario_.native.empty()) {
      const auto application = models::native::rooms::find_built_in(scenario_.native);
      for (const auto& one : application->classes) classes_.push_back(one.name);
      if (const Node* worker = map_.find("worker"))
        problems_.add(worker->mark, "native rooms have no Worker beside them", "take it away");
    } else if (const models::worker::Project* project = read_worker()) {
      for (const auto& object : project->objects) classes_.push_back(object.class_name);
      for (const auto* more : {&project->sqlite_classes, &project->kv_classes})
        classes_.insert(classes_.end(), more->begin(), more->end());
      without_sql_ = project->kv_classes;
    }
    std::ranges::sort(classes_);
    classes_.erase(std::unique(classes_.begin(), classes_.end()), classes_.end());
    std::vector<std::string_view> known(classes_.begin(), classes_.end());
    if (map_.find("class") != nullptr)
      map_.one_of("class", known, given_.class_name);
    else if (known.size() == 1)
      given_.class_name = known.front();
    else if (known.size() > 1)
      problems_.add(map_.mark(), "given rooms need `class:` where there are several",
                    fmt::format("one of {}", fmt::join(known, ", ")));
    else if (problems_.size() == before_ && !scenario_.project.main.empty())
      problems_.add(map_.mark(), "this Worker has no Durable Objects that could store anything");
  }

  /// Null if there is none of this name.
  const models::worker::Project* read_worker() {
    if (map_.find("worker") == nullptr) return &scenario_.project;
    std::vector<std::string_view> names = {scenario_.project.name};
    for (const OtherWorker& other : scenario_.workers) names.push_back(other.project.name);
    std::string chosen;
    map_.one_of("worker", names, chosen);
    const auto it = std::ranges::find(names, chosen);
    if (it == names.end()) return nullptr;
    given_.worker = static_cast<std::uint32_t>(it - names.begin());
    return given_.worker == 0 ? &scenario_.project : &scenario_.workers[given_.worker - 1].project;
  }

  void read_pairs(const Node& node) {
    if (!node.is_map())
      return problems_.add(node.mark, fmt::format("storage must be a map from keys to values, not {}", shown(node)),
                           "for example: storage: {topic: tea}");
    for (const auto& [key, value] : node.entries) {
      if (key->text.size() > kMostKeyBytes)
        problems_.add(key->mark, fmt::format("a key has {} bytes at most", kMostKeyBytes));
      const bool plain = !scenario_.native.empty() && value->is_scalar();
      given_.pairs.emplace_back(key->text, plain                      ? value->text
                                           : scenario_.native.empty() ? stored_value(*value)
                                                                      : json_of(*value));
      marks_.push_back(value->mark);
    }
  }

  void add(const Node& node, GivenStatement statement) {
    const auto is = [this](const std::string& one) { return one == given_.class_name; };
    if (std::ranges::any_of(without_sql_, is))
      problems_.add(node.mark,
                    fmt::format("{} is a class on the key-value backend, which has no SQL", given_.class_name),
                    "storage: has key-value pairs");
    given_.statements.push_back(std::move(statement));
    marks_.push_back(node.mark);
  }

  void read_sql(const Node& node) {
    if (node.is_map()) {
      std::string file;
      MapReader map(node, kSqlFile, problems_);
      map.text("file", file);
      if (const Node* name = map.find("file"); name != nullptr && name->is_scalar()) read_sql_file(*name);
      return;
    }
    for (const Node* item : listed(node, "sql"))
      if (is_text(*item, "sql is a text of statements", "for example: sql: create table messages (text)"))
        add(*item, {item->text, {}});
  }

  void read_sql_file(const Node& name) {
    const fs::path file = problems_.folder_of(name.mark) / name.text;
    std::error_code error;
    if (!fs::is_regular_file(file, error))
      return problems_.add(name.mark, fmt::format("there is no file {}", shown(name)));
    if (fs::file_size(file, error) > kMostSqlBytes)
      return problems_.add(name.mark, fmt::format("SQL may have {} bytes at most", kMostSqlBytes),
                           "rows: {messages: {file: messages.csv}} brings a long table");
    std::ifstream in(file, std::ios::binary);
    add(name, {std::string(std::istreambuf_iterator<char>(in), {}), {}});
  }

  void read_tables(const Node& node) {
    if (!node.is_map())
      return problems_.add(node.mark, fmt::format("rows must be a map from tables to their rows, not {}", shown(node)),
                           "for example: rows: {messages: [{id: 1, text: hi}]}");
    for (const auto& [table, rows] : node.entries) {
      if (table->text.empty() || table->text.find('"') != std::string::npos)
        problems_.add(table->mark, fmt::format("{} is no name of a table", shown(*table)));
      else if (rows->is_map())
        read_row_file(*rows, table->text);
      else if (rows->kind == Node::Kind::sequence)
        for (const Node* row : rows->items) read_row(*row, table->text);
      else
        problems_.add(rows->mark, fmt::format("rows must be a list of maps, or a file, not {}", shown(*rows)),
                      "for example: rows: {messages: [{id: 1, text: hi}]}");
    }
  }

  void read_row(const Node& row, const std::string& table) {
    if (!row.is_map() || row.entries.empty())
      return problems_.add(row.mark, fmt::format("a row must be a map from columns to values, not {}", shown(row)),
                           "for example: {id: 1, text: hi}");
    std::vector<std::string> columns;
    storage::SqlRow cells;
    for (const auto& [column, value] : row.entries) {
      columns.push_back(column->text);
      cells.push_back(cell(*value));
    }
    add(row, {insert_into(table, columns), {std::move(cells)}});
  }

  void read_row_file(const Node& node, const std::string& table) {
    std::string file;
    MapReader map(node, kRowsFile, problems_);
    map.text("file", file);
    const Node* name = map.find("file");
    if (name == nullptr || file.empty()) return;
    const fs::path path = problems_.folder_of(name->mark) / file;
    if (std::error_code error; !fs::is_regular_file(path, error))
      return problems_.add(name->mark, fmt::format("there is no file {}", shown(*name)));
    try {
      CsvTable csv = read_csv(path.string());
      GivenStatement statement{insert_into(table, csv.columns), {}};
      for (const CsvTable::Row& row : csv.rows) {
        storage::SqlRow cells;
        for (const std::string& text : row.cells) cells.push_back(text.empty() ? storage::SqlNull() : number_or(text));
        statement.bindings.push_back(std::move(cells));
      }
      if (!statement.bindings.empty()) add(*name, std::move(statement));
    } catch (const InputError& error) {
      for (const Problem& problem : error.problems()) problems_.add(problem);
    }
  }

  static std::string insert_into(const std::string& table, const std::vector<std::string>& columns) {
    std::string names, places;
    for (const std::string& column : columns) {
      if (!names.empty()) names += ", ", places += ", ";
      names += '"';
      for (const char c : column) names += c == '"' ? std::string("\"\"") : std::string(1, c);
      names += '"';
      places += '?';
    }
    return fmt::format("INSERT INTO \"{}\" ({}) VALUES ({})", table, names, places);
  }

  /// Numbers as SQL has them, truth as 1 and 0, a list or map as JSON.
  static storage::SqlValue cell(const Node& node) {
    if (node.kind == Node::Kind::null) return storage::SqlNull();
    if (!node.is_scalar()) return json_of(node);
    if (node.quoted) return node.text;
    if (node.text == "true" || node.text == "false") return std::int64_t{node.text == "true"};
    if (node.text == "null") return storage::SqlNull();
    return number_or(node.text);
  }

  static storage::SqlValue number_or(const std::string& text) {
    const json number = json::parse(text, nullptr, false);
    if (number.is_number_integer() && number <= INT64_MAX) return number.get<std::int64_t>();
    if (number.is_number()) return number.get<double>();
    return text;
  }

  void read_alarm(const Node& node) {
    const auto after = node.is_scalar() ? parse_duration(node.text) : std::nullopt;
    const auto at = node.is_scalar() ? sim::parse_time(node.text) : std::nullopt;
    constexpr sim::Duration kFarthest = std::chrono::hours(24 * 3660);
    if (after && *after <= kFarthest && *after >= -kFarthest)
      given_.alarm = scenario_.start + *after;
    else if (at && *at < sim::Time::max() - kFarthest)
      given_.alarm = at;
    else
      problems_.add(node.mark,
                    fmt::format("alarm is a duration from the start of the run, or a UTC time, not {}", shown(node)),
                    "for example: 5min, -1h or 2026-08-01T12:00:00Z");
    if (given_.alarm && sim::to_epoch_ms(*given_.alarm) <= 0)
      problems_.add(node.mark, "an alarm is set for a time after 1970");
  }

  bool can_be_stored() {
    NobodysRoom surroundings(scenario_.start);
    storage::RoomStore room(surroundings);
    storage::Rows unbilled;
    if (!given_.statements.empty()) {
      static_cast<void>(room.execute("SELECT 1", {}, unbilled));
      room.sql_in_use()->limit_steps(kMostSqlMillions);
    }
    const auto failed = store(given_, room);
    if (!failed) return true;
    const Mark mark = failed->part < marks_.size() ? marks_[failed->part] : map_.mark();
    const bool endless = failed->why.find("SQLITE_INTERRUPT") != std::string::npos;
    problems_.add(mark, fmt::format("this cannot be stored: {}", failed->why),
                  endless ? fmt::format("it takes more than {},000,000 steps of SQLite", kMostSqlMillions) : "");
    return false;
  }

  std::size_t before_;  // problems, in all
  MapReader map_;
  Scenario& scenario_;
  Problems& problems_;
  GivenRooms given_;
  std::vector<Mark> marks_;  // of pairs and statements
  std::vector<std::string> classes_;
  std::vector<std::string> without_sql_;
};

}  // namespace

void read_given(const Node& node, Scenario& scenario, Problems& problems) {
  if (node.kind != Node::Kind::sequence)
    return problems.add(node.mark, fmt::format("given must be a list, not {}", shown(node)),
                        "given: [{room: lobby, storage: {topic: tea}}]");
  for (const Node* item : node.items) GivenReader(*item, scenario, problems).read();
}

}  // namespace scenarios
