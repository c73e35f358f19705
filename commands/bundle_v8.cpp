#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "commands/bundle.h"
#include "commands/installed.h"
#include "commands/supervise.h"
#include "models/js/node_program.h"
#include "sim/choice.h"

namespace commands {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

fs::path bundler() { return installed("models/worker/bundle.mjs", DORMOUSE_BUNDLER); }

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// Of the bundler itself: our part of it, with what stands for Node's modules, and the versions of the packages that
/// do its work.
std::string bundler_digest() {
  const fs::path folder = bundler().parent_path();
  std::set<fs::path> files;
  for (const fs::path& place : {folder, folder / "node"})
    for (const auto& entry : fs::directory_iterator(place))
      if (entry.path().extension() == ".mjs" || entry.path().extension() == ".js") files.insert(entry.path());
  std::uint64_t digest = sim::stable_hash(text_of(installed("package-lock.json", DORMOUSE_LOCK)));
  for (const fs::path& file : files) digest = sim::stable_hash(text_of(file), digest);
  return fmt::format("{:016x}", digest);
}

json node_for(const models::worker::Project& project) {
  using enum models::worker::NodeCompat;
  const std::map<models::worker::NodeCompat, std::string> names{{none, "none"}, {als, "als"}, {v1, "v1"}, {v2, "v2"}};
  return {{"mode", names.at(project.node_compat())}, {"processEnv", project.populates_process_env()}, {"timers", project.has_node_timers()}};
}

json request_for(const models::worker::Project& project, Counters counters) {
  const models::worker::Bundling& given = project.bundling;
  json rules = json::array();
  for (const auto& rule : given.rules) rules.push_back({{"type", rule.type}, {"globs", rule.globs}});
  return {{"folder", fs::absolute(project.folder / ".").lexically_normal().string()},
          {"main", "./" + project.main},
          {"alias", given.alias},
          {"define", given.define},
          {"rules", std::move(rules)},
          {"node", node_for(project)},
          {"tsconfig", given.tsconfig},
          {"jsxFactory", given.jsx_factory},
          {"jsxFragment", given.jsx_fragment},
          {"instrument", counters == Counters::blocks}};
}

/// Where bundles are kept between runs; nothing if the user has no place for such things.
std::optional<fs::path> cache_folder() {
  if (const char* given = std::getenv("XDG_CACHE_HOME"); given != nullptr && *given != '\0')
    return fs::path(given) / "dormouse";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0')
    return fs::path(home) / ".cache" / "dormouse";
  return std::nullopt;
}

/// Of everything that went in. A file that is not there counts as empty.
json digests_of(const fs::path& folder, const json& inputs) {
  json digests = json::object();
  for (const auto& input : inputs) {
    const auto name = input.get<std::string>();
    digests[name] = fmt::format("{:016x}", sim::stable_hash(text_of(folder / name)));
  }
  return digests;
}

class Cache {
 public:
  Cache(const json& request, std::string bundler) : bundler_(std::move(bundler)) {
    folder_ = request.at("folder").get<std::string>();
    if (const auto caches = cache_folder())
      file_ = *caches / fmt::format("bundle-{:016x}.json", sim::stable_hash(request.dump()));
  }
  [[nodiscard]] std::optional<json> find() const {
    const json kept = json::parse(file_.empty() ? std::string() : text_of(file_), nullptr, false);
    if (!kept.is_object() || kept.value("bundler", std::string()) != bundler_) return std::nullopt;
    if (digests_of(folder_, kept.at("inputs")) != kept.at("digests")) return std::nullopt;
    json found = kept;
    for (const char* ours : {"inputs", "digests", "bundler"}) found.erase(ours);
    return found;
  }
  /// A cache that cannot be written is none: the run goes on without.
  void keep(const json& made) const {
    if (file_.empty()) return;
    std::error_code error;
    fs::create_directories(file_.parent_path(), error);
    static std::atomic<unsigned> made_here{0};
    // Another process or thread may be at it, too.
    const fs::path temporary = fmt::format("{}.{}.{}", file_.string(), ::getpid(), made_here++);
    json kept = made;
    kept["bundler"] = bundler_;
    kept["digests"] = digests_of(folder_, made.at("inputs"));
    std::ofstream(temporary, std::ios::binary) << kept.dump();
    fs::rename(temporary, file_, error);
  }

 private:
  std::string bundler_;
  fs::path folder_;
  fs::path file_;
};

json made_of(const json& request) {
  sim::WorkerCommand command = models::js::script_command(bundler().string());
  command.request = request.dump();
  WorkDone work = supervise(std::move(command), [](std::string_view) {});
  if (work.kind != WorkDone::Kind::done) throw std::runtime_error("the bundler was stopped: " + work.detail);
  return std::move(work.end);
}

json bundled(const fs::path& shown, const json& request) {
  const Cache cache(request, bundler_digest());
  if (auto kept = cache.find()) return std::move(*kept);
  json asked = request;
  asked["shown"] = shown.string();
  json made = made_of(asked);
  cache.keep(made);
  made.erase("inputs");
  return made;
}

/// A client or a check: no Worker, so nothing of the Worker's configuration counts. Its files are called as they lie
/// from the scenario.
json script_of(const fs::path& folder, const std::string& file) {
  const fs::path from = fs::absolute(folder / ".").lexically_normal();
  const fs::path within = fs::absolute(file).lexically_normal().lexically_relative(from);
  return bundled(folder, {{"folder", from.string()},
                          {"main", "./" + within.string()},
                          {"form", "script"},
                          {"alias", json::object()},
                          {"define", json::object()},
                          {"rules", json::array()},
                          {"node", {{"mode", "none"}, {"processEnv", false}}},
                          {"instrument", false}});
}

}  // namespace

json scripts_of(const scenarios::Scenario& scenario) {
  json scripts = json::object();
  const fs::path folder = scenario.file.parent_path();
  for (const std::string& file : scenario.script_files())
    if (!scripts.contains(file)) scripts[file] = script_of(folder, file);
  return scripts;
}

json bundles_of(const scenarios::Scenario& scenario, Counters counters) {
  json bundles = json::array();
  if (!scenario.native.empty()) return bundles;
  for (const auto& revisions : scenarios::code_of(scenario)) {
    json& bundles_of_worker = bundles.emplace_back(json::array());
    for (const models::worker::Project* project : revisions)
      bundles_of_worker.push_back(project->bundling.none ? json()
                                                         : bundled(project->folder, request_for(*project, counters)));
  }
  return bundles;
}

json survey_of(const models::worker::Project& project) {
  json request = request_for(project, Counters::none);
  request["keepNodeImports"] = true;
  json asked = bundled(project.folder, request);
  std::map<std::string, std::vector<std::string>> classes;
  asked["namespaces"] = asked["bindings"] = asked["objects"] = json::array();
  for (const auto& object : project.objects) {
    asked["namespaces"].push_back(object.name);
    asked["bindings"].push_back(object.name);
    classes[object.class_name].push_back(object.name);
  }
  for (const auto& object : project.foreign_objects) {
    asked["namespaces"].push_back(object.name);
    asked["bindings"].push_back(object.name);
  }
  for (const auto& other : project.others) asked["bindings"].push_back(other.name);
  for (const auto& [name, bindings] : classes)
    asked["objects"].push_back({{"className", name}, {"bindings", bindings}});
  sim::WorkerCommand command =
      models::js::script_command(installed("models/worker/survey/survey.mjs", DORMOUSE_SURVEY).string());
  command.silent_cpu_limit = std::chrono::minutes(5);  // megabytes of code take their time
  command.request = asked.dump();
  WorkDone work = supervise(std::move(command), [](std::string_view) {});
  if (work.kind != WorkDone::Kind::done) throw std::runtime_error("the reader of the code was stopped: " + work.detail);
  return std::move(work.end);
}

}  // namespace commands
