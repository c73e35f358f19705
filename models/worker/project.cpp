#include "models/worker/project.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <string_view>
#include <utility>

#include "models/worker/config_file.h"

namespace models::worker {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::array kConfigNames = {"wrangler.toml", "wrangler.json", "wrangler.jsonc"};
constexpr std::array kMainNames = {"worker.js", "index.js", "src/index.js", "src/worker.js", "worker.mjs", "index.mjs"};
constexpr std::string_view kDate = "2026-08-01";
/// Keys that say nothing about how the code behaves here.
constexpr std::array kIgnored = {"$schema",   "account_id",    "workers_dev", "preview_urls",       "route",
                                 "routes",    "observability", "minify",      "keep_vars",          "logpush",
                                 "placement", "limits",        "dev",         "upload_source_maps", "no_bundle",
                                 "rules",     "build",         "triggers",    "send_metrics",       "tsconfig"};
constexpr std::array kRead = {"name",       "main", "compatibility_date", "compatibility_flags", "durable_objects",
                              "migrations", "vars"};

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<const char*, N>& words) {
  return std::any_of(words.begin(), words.end(), [&](const char* one) { return word == one; });
}

std::string text_of(const json& config, const char* key) {
  return config.contains(key) && config[key].is_string() ? config[key].get<std::string>() : std::string();
}

std::string find_main(const fs::path& folder) {
  for (const char* name : kMainNames)
    if (fs::exists(folder / name)) return name;
  return "";
}

std::string file_text(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

/// The first class in the source that looks like a Durable Object, for a suggestion only.
std::string likely_class(const std::string& source) {
  std::string fallback;
  for (std::size_t at = source.find("class "); at != std::string::npos; at = source.find("class ", at + 1)) {
    std::size_t end = at + 6;
    while (end < source.size() && (std::isalnum(static_cast<unsigned char>(source[end])) != 0 || source[end] == '_'))
      ++end;
    const std::string name = source.substr(at + 6, end - at - 6);
    if (name.empty()) continue;
    if (source.compare(end, 22, " extends DurableObject") == 0) return name;
    if (fallback.empty()) fallback = name;
  }
  return fallback;
}

std::string binding_lines(const std::string& class_name, bool toml) {
  std::string binding;
  for (const char c : class_name) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && !binding.empty()) binding += '_';
    binding += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  if (toml)
    return fmt::format(
        "\n[[durable_objects.bindings]]\nname = \"{}\"\nclass_name = \"{}\"\n\n[[migrations]]\ntag = "
        "\"v1\"\nnew_sqlite_classes = [\"{}\"]\n",
        binding, class_name, class_name);
  return fmt::format(
      "\"durable_objects\": {{ \"bindings\": [{{ \"name\": \"{}\", \"class_name\": \"{}\" }}] }},\n\"migrations\": [{{ "
      "\"tag\": \"v1\", \"new_sqlite_classes\": [\"{}\"] }}],\n",
      binding, class_name, class_name);
}

/// One problem that holds every line to add.
void check_required(const fs::path& file, const json& config, Project& project, std::vector<ProjectProblem>& problems) {
  const bool toml = file.extension() == ".toml";
  std::vector<std::string> missing;
  std::string lines;
  const auto add = [&](const char* key, const std::string& value) {
    missing.emplace_back(key);
    lines += toml ? fmt::format("{} = \"{}\"\n", key, value) : fmt::format("\"{}\": \"{}\",\n", key, value);
  };
  const std::string guess = find_main(project.folder);
  if (project.name.empty()) add("name", fs::weakly_canonical(project.folder).filename().string());
  if (project.main.empty()) add("main", guess.empty() ? "worker.js" : guess);
  if (project.compatibility_date.empty()) add("compatibility_date", std::string(kDate));
  if (!config.contains("durable_objects")) {
    const std::string main = project.main.empty() ? guess : project.main;
    const std::string class_name = main.empty() ? "" : likely_class(file_text(project.folder / main));
    if (!class_name.empty()) {
      missing.emplace_back("durable_objects.bindings");
      lines += binding_lines(class_name, toml);
    }
  }
  if (missing.empty()) return;
  problems.push_back({file.string(), 0, 0, fmt::format("the configuration has no {}", fmt::join(missing, ", ")),
                      fmt::format("add these lines{}:\n\n{}", toml ? " at the top of the file" : "", lines)});
}

void read_bindings(const fs::path& file, const json& config, Project& project, std::vector<ProjectProblem>& problems) {
  if (config.contains("durable_objects") && config["durable_objects"].contains("bindings")) {
    for (const json& binding : config["durable_objects"]["bindings"]) {
      ObjectBinding object{text_of(binding, "name"), text_of(binding, "class_name")};
      if (object.name.empty() || object.class_name.empty())
        problems.push_back({file.string(), 0, 0, "a Durable Object binding needs `name` and `class_name`",
                            "name = \"ROOMS\"\nclass_name = \"ChatRoom\""});
      else if (!text_of(binding, "script_name").empty())
        problems.push_back(
            {file.string(), 0, 0,
             fmt::format("the binding {} names a class of another Worker, which Dormouse does not model yet",
                         object.name),
             "bind a class of this Worker"});
      else
        project.objects.push_back(std::move(object));
    }
  }
  if (config.contains("vars") && config["vars"].is_object())
    for (const auto& [name, value] : config["vars"].items())
      project.others.push_back(
          {value.is_string() ? "text" : "json", name, value.is_string() ? value.get<std::string>() : value.dump()});
  for (const auto& [key, value] : config.items()) {
    if (is_one_of(key, kRead) || is_one_of(key, kIgnored)) continue;
    const json& list = value.is_object() && value.contains("bindings") ? value["bindings"] : value;
    bool any = false;
    if (list.is_array())
      for (const json& one : list) {
        const std::string name =
            one.is_object() ? (one.contains("binding") ? text_of(one, "binding") : text_of(one, "name")) : "";
        if (name.empty()) continue;
        any = true;
        project.others.push_back({key, name, ""});
      }
    if (!any) project.notes.push_back(fmt::format("{}: `{}` means nothing to Dormouse", file.filename().string(), key));
  }
}

void read_migrations(const json& config, Project& project) {
  if (!config.contains("migrations")) return;
  auto& classes = project.sqlite_classes;
  for (const json& migration : config["migrations"]) {
    for (const json& name : migration.value("new_sqlite_classes", json::array())) classes.push_back(name);
    for (const json& name : migration.value("deleted_classes", json::array()))
      std::erase(classes, name.get<std::string>());
    for (const json& renamed : migration.value("renamed_classes", json::array()))
      std::replace(classes.begin(), classes.end(), text_of(renamed, "from"), text_of(renamed, "to"));
  }
}

void check_main(const fs::path& file, const Project& project, std::vector<ProjectProblem>& problems) {
  if (project.main.empty() || fs::is_regular_file(project.folder / project.main)) return;
  const std::string guess = find_main(project.folder);
  problems.push_back(
      {file.string(), 0, 0,
       fmt::format("`main` names {}, and there is no such file", (project.folder / project.main).string()),
       guess.empty() ? "" : fmt::format("there is a {}: main = \"{}\"", guess, guess)});
}

Project bare_worker(const fs::path& main, const fs::path& folder) {
  Project project;
  project.folder = folder;
  project.main = main.lexically_relative(folder).generic_string();
  project.name = main.stem().string();
  project.compatibility_date = kDate;
  // With no configuration beside it, each exported class that looks like one is bound under its upper-case name.
  const std::string class_name = likely_class(file_text(main));
  if (!class_name.empty()) {
    std::string binding = class_name;
    std::transform(binding.begin(), binding.end(), binding.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    project.objects.push_back({binding, class_name});
    project.sqlite_classes.push_back(class_name);
    project.notes.push_back(fmt::format("no wrangler configuration: class {} is bound as env.{}", class_name, binding));
  }
  return project;
}

Project from_config(const fs::path& file) {
  const json config = read_config_file(file);
  std::vector<ProjectProblem> problems;
  if (!config.is_object()) throw ProjectError({{file.string(), 0, 0, "the configuration is no table", ""}});
  Project project;
  project.folder = file.parent_path();
  project.name = text_of(config, "name");
  project.main = text_of(config, "main");
  project.compatibility_date = text_of(config, "compatibility_date");
  for (const json& flag : config.value("compatibility_flags", json::array()))
    project.compatibility_flags.push_back(flag);
  try {
    check_required(file, config, project, problems);
    check_main(file, project, problems);
    read_bindings(file, config, project, problems);
    read_migrations(config, project);
  } catch (const json::exception& error) {
    problems.push_back({file.string(), 0, 0, fmt::format("not as wrangler writes it: {}", error.what()), ""});
  }
  if (!problems.empty()) throw ProjectError(std::move(problems));
  return project;
}

}  // namespace

bool Project::has_flag(std::string_view flag) const {
  return std::find(compatibility_flags.begin(), compatibility_flags.end(), flag) != compatibility_flags.end();
}

Project load_project(const fs::path& given) {
  const fs::path path = given.lexically_normal();
  if (!fs::exists(path))
    throw ProjectError({{path.string(), 0, 0, "no such Worker: there is neither a folder nor a file here",
                         "`worker:` is a path from the scenario's own folder"}});
  if (fs::is_regular_file(path)) {
    const std::string extension = path.extension().string();
    if (extension == ".js" || extension == ".mjs") return bare_worker(path, path.parent_path());
    return from_config(path);
  }
  for (const char* name : kConfigNames)
    if (fs::exists(path / name)) return from_config(path / name);
  const std::string main = find_main(path);
  if (main.empty())
    throw ProjectError(
        {{path.string(), 0, 0, "no Worker here: neither wrangler.toml, wrangler.json, wrangler.jsonc nor worker.js",
          "point `worker:` at the folder with your wrangler configuration"}});
  return bare_worker(path / main, path);
}

}  // namespace models::worker
