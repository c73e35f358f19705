#include "models/worker/environment.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>
#include <utility>

#include "models/worker/binding_kinds.h"

namespace models::worker {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

bool is_inherited(const std::string& key) {
  constexpr std::array<std::string_view, 5> kOwn{"env", "define", "vars", "durable_objects", "tail_consumers"};
  if (key == "assets") return true;
  return std::ranges::find(kOwn, key) == kOwn.end() &&
         std::ranges::find(kBindingKinds, key, &BindingKind::key) == kBindingKinds.end();
}

/// What is said of a key of the environment names its own place.
void move_positions(ConfigFile& config, const std::string& inner) {
  std::map<std::string, Position> moved;
  for (const auto& [pointer, at] : config.positions)
    if (pointer.starts_with(inner + "/")) moved[pointer.substr(inner.size())] = at;
  for (const auto& [pointer, at] : moved) config.positions[pointer] = at;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r";
  text.remove_prefix(std::min(text.find_first_not_of(kSpaces), text.size()));
  return text.substr(0, text.find_last_not_of(kSpaces) + 1);
}

/// Between quotes as it is, \n in double ones a new line; without, up to a comment.
std::string value_of(std::string_view text) {
  text = trimmed(text);
  const char quote = text.empty() ? ' ' : text.front();
  const auto end = text.find(quote, 1);
  if ((quote != '"' && quote != '\'' && quote != '`') || end == std::string_view::npos)
    return std::string(trimmed(text.substr(0, text.find(" #"))));
  text = text.substr(1, end - 1);
  std::string value;
  for (; !text.empty(); text.remove_prefix(1)) {
    const bool new_line = quote == '"' && text.starts_with("\\n");
    value.push_back(new_line ? '\n' : text.front());
    if (new_line) text.remove_prefix(1);
  }
  return value;
}

}  // namespace

void enter_environment(ConfigFile& config, const std::string& environment, std::vector<ProjectProblem>& problems) {
  if (environment.empty()) return;
  const json all = config.root.value("env", json::object());
  const auto found = all.find(environment);
  if (found == all.end() || !found->is_object()) {
    std::string names;
    for (const auto& [name, value] : all.items()) names += fmt::format("{}{}", names.empty() ? "" : ", ", name);
    const Position at = config.position_of("/env");
    problems.push_back({config.path.string(), at.line, at.column,
                        fmt::format("there is no environment \"{}\" here", environment),
                        names.empty() ? "the configuration has no `env`" : "those of `env` are: " + names});
    return;
  }
  json merged = json::object();
  for (const auto& [key, value] : config.root.items())
    if (is_inherited(key)) merged[key] = value;
  if (merged.contains("name") && merged["name"].is_string())
    merged["name"] = fmt::format("{}-{}", merged["name"].get<std::string>(), environment);
  for (const auto& [key, value] : found->items()) merged[key] = value;
  config.root = std::move(merged);
  move_positions(config, "/env/" + environment);
}

void read_dev_vars(const std::string& environment, Project& project, std::vector<ProjectProblem>& problems) {
  fs::path file = project.folder / (".dev.vars." + environment);
  std::error_code error;
  if (environment.empty() || !fs::is_regular_file(file, error)) file = project.folder / ".dev.vars";
  std::istringstream lines(text_of_file(file));
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    std::string_view text = trimmed(line);
    if (text.empty() || text.front() == '#') continue;
    if (text.starts_with("export ")) text = trimmed(text.substr(7));
    const auto equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) {
      problems.push_back({file.string(), number, 1, "this line is no NAME=value", "a comment begins with #"});
      continue;
    }
    const std::string name(trimmed(text.substr(0, equals)));
    std::erase_if(project.others, [&](const OtherBinding& other) {
      return other.name == name && (other.kind == "text" || other.kind == "json");
    });
    project.others.push_back({"text", name, value_of(text.substr(equals + 1))});
  }
}

}  // namespace models::worker
