#include "commands/given_project.h"

#include <fmt/format.h>

#include <optional>
#include <utility>
#include <vector>

#include "scenarios/input_error.h"

namespace commands {
namespace {

/// The project in one of its environments, if objects are bound there.
std::optional<models::worker::Project> with_objects(const std::filesystem::path& path, const std::string& environment) {
  try {
    models::worker::Project project = models::worker::load_project(path, environment);
    if (project.folder.empty()) project.folder = ".";
    if (project.objects.empty()) return std::nullopt;
    project.notes.push_back(
        fmt::format("Durable Objects are bound in environments only: {} is taken (--environment)", environment));
    return project;
  } catch (const models::worker::ProjectError&) {
    return std::nullopt;
  }
}

}  // namespace

models::worker::Project given_project(const std::filesystem::path& path, const std::string& environment) {
  std::vector<scenarios::Problem> problems;
  try {
    models::worker::Project project = models::worker::load_project(path, environment);
    if (project.folder.empty()) project.folder = ".";
    if (!project.objects.empty()) return project;
    if (environment.empty())
      for (const std::string& name : project.environments)
        if (auto other = with_objects(path, name)) return std::move(*other);
    problems.push_back({path.string(), 0, 0, fmt::format("{} has no Durable Object", project.name),
                        "Dormouse plays Durable Objects: bind a class in the configuration\n"
                        "[[durable_objects.bindings]]\nname = \"ROOMS\"\nclass_name = \"Room\""});
  } catch (const models::worker::ProjectError& error) {
    for (const auto& one : error.problems())
      problems.push_back({one.file, one.line, one.column, one.message, one.remedy});
  }
  throw scenarios::InputError(std::move(problems));
}

}  // namespace commands
