#include <fmt/format.h>

#include <string>
#include <system_error>

#include "scenarios/load_parts.h"
#include "scenarios/yaml_json.h"

// What of a scenario is the user's own JavaScript: clients and checks.

namespace scenarios {
namespace {

namespace fs = std::filesystem;

const KeyTable kStored{
    .name = "storage",
    .title = "storage that checks see",
    .rows = {
        {"rooms", value::any_of({value::text("."), value::list(value::text("."))}), "all", "names of rooms", "[lobby]"},
        {"at", value::any_of({value::duration(), value::list(value::duration())}), kOptional, "moments", "90s"},
        {"every", value::positive_duration(), kOptional, "again and again", "20min"}}};

}  // namespace

const KeyTable kCheck{
    .name = "check",
    .example = "check: {file: ./checks.ts, only: [nobodyWaits]}",
    .rows = {{"file", value::text("."), kNeeded, "the module", "./checks.ts"},
             {"only", value::any_of({value::text("."), value::list(value::text("."))}), "all", "names of its checks",
              "[nobodyWaits]"},
             {"storage", value::map(kStored), kOptional, "when it sees what which rooms store; at the end always",
              "{rooms: [lobby], every: 20min}"}}};

namespace {

/// Empty if there is no such file.
std::string module_at(const Node& node, Problems& problems) {
  std::error_code error;
  const fs::path file = problems.folder_of(node.mark) / node.text;
  if (node.is_scalar() && !node.text.empty() && fs::is_regular_file(file, error))
    return file.lexically_normal().string();
  problems.add(node.mark, fmt::format("there is no module {}", shown(node)),
               "a .ts or .js file, looked for from the folder of the file that names it");
  return "";
}

/// A list, or one alone.
std::vector<const Node*> each(const Node& node) {
  return node.kind == Node::Kind::sequence ? node.items : std::vector<const Node*>{&node};
}

void read_names(MapReader& map, std::string_view key, std::vector<std::string>& names, Problems& problems) {
  const Node* node = map.find(key);
  if (node == nullptr) return;
  for (const Node* one : each(*node)) {
    if (one->is_scalar() && !one->text.empty())
      names.push_back(one->text);
    else
      problems.add(one->mark, fmt::format("{} must be a name or a list of names, not {}", key, shown(*one)));
  }
}

StoredMoments read_stored(const Node& node, Problems& problems) {
  StoredMoments moments;
  MapReader map(node, kStored, problems);
  read_names(map, "rooms", moments.rooms, problems);
  map.duration("every", moments.every);
  if (const Node* at = map.find("at"))
    for (const Node* one : each(*at))
      if (const auto moment = read_duration(*one, problems)) moments.at.push_back(*moment);
  return moments;
}

}  // namespace

void read_script(MapReader& map, models::client::GroupConfig& group) {
  Problems& problems = map.problems();
  if (const Node* script = map.find("script")) {
    group.script = module_at(*script, problems);
    for (const std::string_view key : {"reconnect", "offline queue", "heartbeat", "reads at most", "duplicate tab",
                                       "background", "arrive", "draws", "keep"})
      if (const Node* node = map.find(key))
        problems.add(node->mark, fmt::format("`{}:` is for clients with steps: a module does such things itself", key),
                     key == "reconnect" ? "take it away, and call client.connect() in onClose()" : "take it away");
  }
  const Node* with = map.find("with");
  if (with == nullptr) return;
  group.script_with = json_of(*with);
  if (map.find("script") == nullptr) problems.add(with->mark, "`with:` is for a module", "script: ./client.ts");
}

void read_check(const Node& node, Check& check, Problems& problems) {
  if (node.is_scalar()) {
    check.file = module_at(node, problems);
    return;
  }
  MapReader map(node, kCheck, problems);
  if (const Node* file = map.find("file")) check.file = module_at(*file, problems);
  read_names(map, "only", check.only, problems);
  if (const Node* storage = map.find("storage")) check.stored = read_stored(*storage, problems);
}

void refuse_scripts(const MapReader& scenario, Problems& problems) {
  const auto refuse = [&](const char* list, const char* key, const char* what) {
    const Node* node = scenario.find(list);
    if (node == nullptr) return;
    for (const Node* item : node->items)
      if (const Node* found = item->is_map() ? item->find(key) : nullptr)
        problems.add(found->mark,
                     fmt::format("`{}:`: {} need the JavaScript engine, which native rooms do without", key, what),
                     "play the room as a Worker: worker: ../rooms/chat");
  };
  refuse("clients", "script", "clients that are code");
  refuse("expect", "check", "checks that are code");
}

std::vector<std::string> Scenario::script_files() const {
  std::vector<std::string> files;
  for (const auto& group : clients)
    if (!group.script.empty()) files.push_back(group.script);
  for (const auto& expectation : expectations)
    if (!expectation.check.file.empty()) files.push_back(expectation.check.file);
  return files;
}

}  // namespace scenarios
