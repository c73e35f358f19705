#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "scenarios/load_parts.h"

// The Workers of a scenario: the one in front, and others that it calls or whose objects it uses.

namespace scenarios {
namespace {

namespace fs = std::filesystem;

}  // namespace

const KeyTable kOtherWorker{
    .name = "a Worker",
    .example = "- {worker: ../rooms, hosts: [rooms.example.com]}",
    .rows = {
        {"worker", value::text("."), kNeeded, "a folder with a wrangler configuration, or a .js file", "../rooms/chat"},
        {"environment", value::text(), "the top level", "which of the configuration's env it is run as", "staging"},
        {"hosts", value::any_of({value::text("^[^/ ]+$"), value::list(value::text("^[^/ ]+$"))}), kOptional,
         "whose requests from clients it answers", "[rooms.example.com]"}}};

namespace {

void read_hosts(const Node& node, std::vector<std::string>& hosts, Problems& problems) {
  const std::vector<const Node*> items = node.kind == Node::Kind::sequence ? node.items : std::vector{&node};
  for (const Node* item : items) {
    if (item->is_scalar() && !item->text.empty() && item->text.find_first_of("/ ") == std::string::npos)
      hosts.push_back(item->text);
    else
      problems.add(item->mark, fmt::format("hosts must be names, not {}", shown(*item)), "hosts: [api.example.com]");
  }
}

/// Two Workers that cannot be told apart.
void check_names(const Node& list, const Scenario& scenario, Problems& problems) {
  std::vector<std::string> names = {scenario.project.name};
  for (std::size_t i = 0; i < scenario.workers.size(); ++i) {
    const std::string& name = scenario.workers[i].project.name;
    if (name.empty()) continue;  // said already
    if (std::ranges::find(names, name) != names.end())
      problems.add(list.items[i]->mark, fmt::format("two Workers are called \"{}\"", name),
                   "bindings name a Worker by the `name` of its configuration");
    names.push_back(name);
  }
}

OtherWorker read_other(const Node& node, Problems& problems) {
  OtherWorker other;
  const Node* path = &node;
  std::string environment;
  if (!node.is_scalar()) {
    MapReader map(node, kOtherWorker, problems);
    map.text("environment", environment);
    if (const Node* hosts = map.find("hosts")) read_hosts(*hosts, other.hosts, problems);
    path = map.find("worker");
  }
  if (path == nullptr) return other;
  if (auto project = read_project(*path, environment, problems)) other.project = std::move(*project);
  return other;
}

/// The folder beside the project in which a Worker of this name is configured; empty if there is none.
std::string found_beside(const models::worker::Project& project, const std::string& name) {
  std::error_code error;
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(fs::absolute(project.folder).lexically_normal() / "..", error))
    if (entry.is_directory(error)) folders.push_back(entry.path().lexically_normal());
  std::ranges::sort(folders);
  for (const fs::path& folder : folders) {
    try {
      if (models::worker::load_project(folder).name == name) return folder.filename().string();
    } catch (const models::worker::ProjectError&) {
      // not a Worker, or none that can be run
    }
  }
  return "";
}

/// What a binding to a Worker that the scenario does not run comes to.
void note_absent(models::worker::Project& project, const std::vector<std::string>& names) {
  std::vector<std::string> said;
  const auto check = [&](const std::string& binding, const std::string& worker) {
    if (std::ranges::find(names, worker) != names.end()) return;
    std::string note = fmt::format("env.{} is of the Worker \"{}\", which the scenario does not run", binding, worker);
    if (std::ranges::find(said, worker) == said.end()) {
      said.push_back(worker);
      const std::string beside = found_beside(project, worker);
      note += beside.empty() ? ": add its folder to `workers:`"
                             : fmt::format(": add the folder {} beside it to `workers:`", beside);
    }
    project.notes.push_back(std::move(note));
  };
  for (const auto& object : project.foreign_objects) check(object.name, object.worker);
  for (const auto& other : project.others)
    if (other.kind == "services") check(other.name, other.worker);
}

}  // namespace

std::optional<models::worker::Project> read_project(const Node& path, const std::string& environment,
                                                    Problems& problems) {
  if (!path.is_scalar() || path.text.empty()) {
    problems.add(path.mark, fmt::format("a Worker is named by its folder, not {}", shown(path)),
                 "for example: worker: ../rooms/chat");
    return std::nullopt;
  }
  try {
    return models::worker::load_project(problems.folder_of(path.mark) / path.text, environment);
  } catch (const models::worker::ProjectError& error) {
    for (const auto& problem : error.problems()) {
      // What is wrong with no file in particular is wrong with this line.
      std::error_code error_of_system;  // a name may be too long to be any file's
      if (problem.line == 0 && !fs::is_regular_file(problem.file, error_of_system))
        problems.add(path.mark, fmt::format("{}: {}", problem.file, problem.message), problem.remedy);
      else
        problems.add({problem.file, problem.line, problem.column, problem.message, problem.remedy});
    }
  }
  return std::nullopt;
}

void read_workers(MapReader& map, Scenario& scenario, Problems& problems) {
  std::string environment;
  map.text("environment", environment);
  if (const Node* worker = map.find("worker"))
    if (auto project = read_project(*worker, environment, problems)) scenario.project = std::move(*project);
  if (const Node* others = map.find("workers")) {
    if (others->kind != Node::Kind::sequence)
      return problems.add(others->mark, fmt::format("workers must be a list of folders, not {}", shown(*others)),
                          "workers: [../auth, ../rooms]");
    for (const Node* item : others->items) scenario.workers.push_back(read_other(*item, problems));
    check_names(*others, scenario, problems);
  }
  std::vector<std::string> names = {scenario.project.name};
  for (const OtherWorker& other : scenario.workers) names.push_back(other.project.name);
  note_absent(scenario.project, names);
  for (OtherWorker& other : scenario.workers) note_absent(other.project, names);
}

std::vector<std::vector<const models::worker::Project*>> code_of(const Scenario& scenario) {
  std::vector<std::vector<const models::worker::Project*>> code = {{&scenario.project}};
  for (const OtherWorker& other : scenario.workers) code.push_back({&other.project});
  for (const Upgrade& upgrade : scenario.upgrades) code[upgrade.worker].push_back(&upgrade.project);
  return code;
}

std::string file_prefix(const Scenario& scenario, std::uint32_t worker, std::uint32_t revision) {
  if (revision > 0) {
    const fs::path folder = fs::absolute(code_of(scenario)[worker][revision]->folder / ".").lexically_normal();
    return folder.parent_path().filename().string() + "/";
  }
  return worker == 0 ? "" : scenario.workers[worker - 1].project.name + "/";
}

}  // namespace scenarios
