#include "models/worker/project.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "models/worker/config_file.h"
#include "models/worker/environment.h"
#include "models/worker/missing_lines.h"
#include "models/worker/project_reader.h"
#include "models/worker/source_hints.h"

namespace models::worker {
namespace {

namespace fs = std::filesystem;

/// In wrangler's own order.
constexpr std::array kConfigNames{"wrangler.json", "wrangler.jsonc", "wrangler.toml"};
/// What a Worker without a configuration is taken to ask for.
constexpr std::string_view kBareDate = "2026-08-01";

/// What the user runs before the vendor's tool finds the entry file: the configuration's own command, or
/// package.json's.
std::string build_step(const ConfigFile& config, const fs::path& folder) {
  const auto build = config.root.find("build");
  if (build != config.root.end() && build->is_object() && build->contains("command") &&
      (*build)["command"].is_string() && !(*build)["command"].get_ref<const std::string&>().empty())
    return (*build)["command"].get<std::string>();
  const auto package = nlohmann::json::parse(text_of_file(folder / "package.json"), nullptr, false);
  const bool has = package.is_object() && package.contains("scripts") && package["scripts"].is_object() &&
                   package["scripts"].contains("build");
  return has ? "npm run build" : "";
}

void check_main(const ConfigFile& config, const Project& project, std::vector<ProjectProblem>& problems) {
  std::error_code error;
  const fs::path main = (project.folder / project.main).lexically_normal();
  if (project.main.empty() || fs::is_regular_file(main, error)) return;
  const std::string guess = likely_main(project.folder);
  const std::string step = build_step(config, project.folder);
  const Position at = config.position_of("/main");
  problems.push_back({config.path.string(), at.line, at.column,
                      fmt::format("there is no file \"{}\": looked for {}", project.main, main.string()),
                      !step.empty()   ? fmt::format("the project's own build makes it: run `{}` first", step)
                      : guess.empty() ? "if a build step makes it, run that first"
                                      : fmt::format("there is {}: write main = \"{}\"", guess, guess)});
}

Project configured(const fs::path& file, const std::string& environment) {
  ConfigFile config = read_config_file(file);
  std::vector<ProjectProblem> problems;
  Project project;
  project.folder = file.parent_path();
  const nlohmann::json environments = config.root.value("env", nlohmann::json::object());
  for (const auto& [name, value] : environments.items()) project.environments.push_back(name);
  enter_environment(config, environment, problems);
  ProjectReader(config, project, problems).read();
  read_dev_vars(environment, project, problems);
  check_missing(config, project, problems);
  project.environment = environment;
  check_main(config, project, problems);
  if (!problems.empty()) throw ProjectError(std::move(problems));
  return project;
}

/// With no configuration, each class that looks like a Durable Object is bound as env.NAME is used in the source.
Project bare(const fs::path& folder, const std::string& main) {
  Project project;
  project.folder = folder;
  project.main = main;
  project.name = fs::path(main).stem().string();
  project.compatibility_date = kBareDate;
  project.notes.push_back(
      fmt::format("{}: no wrangler configuration; compatibility_date {} is assumed", main, kBareDate));
  for (SuggestedObject& object : suggested_objects(text_of_file(folder / main))) {
    project.notes.push_back(fmt::format("{}: class {} is bound as env.{}", main, object.class_name, object.binding));
    project.sqlite_classes.push_back(object.class_name);
    project.objects.push_back({std::move(object.binding), std::move(object.class_name)});
  }
  return project;
}

std::optional<fs::path> configuration_in(const fs::path& folder) {
  std::error_code error;
  for (const char* name : kConfigNames)
    if (fs::is_regular_file(folder / name, error)) return folder / name;
  return std::nullopt;
}

Project from_file(const fs::path& path, const std::string& environment) {
  const std::string extension = path.extension().string();
  if (extension == ".toml" || extension == ".json" || extension == ".jsonc") return configured(path, environment);
  constexpr std::array kSources{".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx"};
  if (std::ranges::find(kSources, extension) == kSources.end()) {
    throw ProjectError({{path.string(), 0, 0, "this is no Worker that can be run",
                         "name a folder with a wrangler configuration, such a file itself, or a .js or .ts file"}});
  }
  const auto config = configuration_in(path.parent_path());
  if (!config) return bare(path.parent_path(), path.filename().string());
  Project project = configured(*config, environment);
  project.main = path.filename().string();
  return project;
}

}  // namespace

bool Project::has_flag(std::string_view flag) const {
  return std::ranges::find(compatibility_flags, flag) != compatibility_flags.end();
}

namespace {

bool is_on(const Project& project, std::string_view on, std::string_view off, bool by_date) {
  return project.has_flag(on) || (by_date && !project.has_flag(off));
}

}  // namespace

// From a date on the flags need not be given (seen on workerd 1.20261117, which says so).
NodeCompat Project::node_compat() const {
  const bool by_date = compatibility_date >= "2026-08-04";
  const bool compat = is_on(*this, "nodejs_compat", "no_nodejs_compat", by_date);
  if (is_on(*this, "nodejs_compat_v2", "no_nodejs_compat_v2", by_date || (compat && compatibility_date >= "2024-09-23")))
    return NodeCompat::v2;
  return compat ? NodeCompat::v1 : has_flag("nodejs_als") ? NodeCompat::als : NodeCompat::none;
}

bool Project::has_node_timers() const {
  const bool compat = is_on(*this, "nodejs_compat", "no_nodejs_compat", compatibility_date >= "2026-08-04");
  return is_on(*this, "enable_nodejs_global_timers", "no_nodejs_global_timers", compat && compatibility_date >= "2026-02-10");
}

bool Project::populates_process_env() const {
  return is_on(*this, "nodejs_compat_populate_process_env", "nodejs_compat_do_not_populate_process_env",
               compatibility_date >= "2025-04-01");
}

Project load_project(const fs::path& given, const std::string& environment) {
  fs::path path = given.lexically_normal();
  if (!path.has_filename() && path.has_parent_path()) path = path.parent_path();
  std::error_code error;
  if (!fs::exists(path, error)) {
    throw ProjectError({{path.string(), 0, 0, "no such Worker: there is neither a folder nor a file here",
                         "`worker:` is a path from the scenario's own folder"}});
  }
  if (fs::is_regular_file(path, error)) return from_file(path, environment);
  if (const auto config = configuration_in(path)) return configured(*config, environment);
  const std::string main = likely_main(path);
  if (!main.empty()) return bare(path, main);
  throw ProjectError(
      {{path.string(), 0, 0, "no Worker here: neither wrangler.json, wrangler.jsonc, wrangler.toml nor worker.js",
        "point `worker:` at the folder with your wrangler configuration"}});
}

}  // namespace models::worker
