#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "application_code.h"
#include "models/runtime/worker_options.h"
#include "models/worker/d1_schema.h"

namespace dormouse {
namespace {

using models::runtime::namespace_of;
using nlohmann::json;

/// What a bundle is called where the source map has nothing to say of it.
std::string bundle_name(const std::string& prefix, std::uint32_t revision) {
  return revision == 0 ? prefix + "bundle.js" : fmt::format("{}bundle.{}.js", prefix, revision);
}

models::room::Blocks::Place place_of(const json& row, const std::string& prefix) {
  return {prefix + row[0].get<std::string>(), row[1].get<int>(), row[2].get<int>(), row[3].get<std::string>()};
}

/// As models/worker/instrument.mjs numbers them; nothing if the bundle is not instrumented.
std::unique_ptr<models::room::Blocks> blocks_of(const json& bundle, const std::string& prefix) {
  if (!bundle.contains("blocks")) return nullptr;
  std::vector<models::room::Blocks::Block> blocks;
  for (const json& row : bundle.at("blocks"))
    blocks.push_back({place_of(row, prefix), row[4].get<std::uint32_t>(), row[5].get<std::uint32_t>()});
  std::vector<models::room::Blocks::CallSite> call_sites;
  for (const json& row : bundle.at("sites")) call_sites.push_back({.place = place_of(row, prefix)});
  return std::make_unique<models::room::Blocks>(std::move(blocks), std::move(call_sites));
}

json counted_of(const models::room::Blocks* blocks) {
  if (blocks == nullptr) return nullptr;
  json entered = json::array(), calls = json::array();
  for (std::size_t i = 0; i < blocks->blocks().size(); ++i) entered.push_back(blocks->entered(i));
  for (const auto& site : blocks->call_sites()) calls.push_back({site.calls, site.rows_read, site.rows_written});
  return {{"entered", std::move(entered)}, {"calls", std::move(calls)}};
}

/// The Worker of this name, by the order of the scenario.
std::optional<std::uint32_t> worker_called(const scenarios::Scenario& scenario, const std::string& name) {
  if (name == scenario.project.name) return 0;
  for (std::uint32_t i = 0; i < scenario.workers.size(); ++i)
    if (scenario.workers[i].project.name == name) return i + 1;
  return std::nullopt;
}

/// Also what other Workers' bindings name must be exported.
void add_classes(const scenarios::Scenario& scenario, const models::worker::Project& project,
                 std::vector<std::string>& classes) {
  for (const auto& object : project.objects) classes.push_back(object.class_name);
  for (const auto& revisions : scenarios::code_of(scenario))
    for (const models::worker::Project* other : revisions)
      for (const auto& object : other->foreign_objects)
        if (object.worker == project.name && std::ranges::find(classes, object.class_name) == classes.end())
          classes.push_back(object.class_name);
}

/// The folder of a configuration's `assets`; empty if it names none.
std::filesystem::path assets_of(const models::worker::Project& project, const std::string& settings) {
  const std::string directory = json::parse(settings).value("directory", std::string());
  return directory.empty() ? std::filesystem::path() : project.folder / directory;
}

}  // namespace

models::room::WorkerCode worker_code(const scenarios::Scenario& scenario, std::uint32_t worker, std::uint32_t revision,
                                     models::room::FileModules& modules, std::string entry) {
  const models::worker::Project& project = *scenarios::code_of(scenario)[worker][revision];
  models::room::WorkerCode code{.entry = std::move(entry),
                                .main = project.main,
                                .modules = &modules,
                                .bindings = {},
                                .assets = {},
                                .classes = {},
                                .compatibility_date = project.compatibility_date,
                                .compatibility_flags = project.compatibility_flags};
  add_classes(scenario, project, code.classes);
  for (const auto& object : project.objects)
    code.bindings.push_back(
        {"durable_object", object.name, namespace_of(project.name, object.class_name, worker == 0)});
  for (const auto& object : project.foreign_objects) {
    const auto other = worker_called(scenario, object.worker);
    code.bindings.push_back(other ? models::room::Binding{"durable_object", object.name,
                                                          namespace_of(object.worker, object.class_name, *other == 0)}
                                  : models::room::Binding{"absent_worker", object.name, object.worker});
  }
  for (const auto& binding : project.others) {
    if (binding.kind != "services") {
      code.bindings.push_back({binding.kind, binding.name, models::worker::settings_of(project, binding)});
      if (binding.kind == "assets") code.assets = assets_of(project, binding.value);
      continue;
    }
    const auto other = binding.worker == project.name ? worker : worker_called(scenario, binding.worker);
    code.bindings.push_back(other ? models::room::Binding{"service", binding.name, binding.value, *other}
                                  : models::room::Binding{"absent_worker", binding.name, binding.worker});
  }
  return code;
}

scenarios::InputError bad_worker(const models::worker::Project& project, const models::room::LoadError& error) {
  const std::string file =
      (project.folder / (error.file.empty() ? project.main : error.file)).lexically_normal().string();
  return scenarios::InputError({{file, error.line, error.column, error.message, error.remedy}});
}

ApplicationCode::Code::Code(const scenarios::Scenario& scenario, std::uint32_t worker, std::uint32_t revision,
                            const json& bundle)
    : project(*scenarios::code_of(scenario)[worker][revision]), modules(project.folder) {
  std::string entry = project.main;
  if (bundle.is_object()) {
    const std::string prefix = scenarios::file_prefix(scenario, worker, revision);
    entry = bundle_name(prefix, revision);
    modules.add_virtual(entry, bundle.at("code").get<std::string>());
    source_map.emplace(entry, bundle.at("map").get_ref<const std::string&>(), prefix);
    blocks = blocks_of(bundle, prefix);
    freed_by_alarm = bundle.value("freedByAlarm", std::vector<std::string>{});
  }
  code = worker_code(scenario, worker, revision, modules, std::move(entry));
  if (source_map) code.source_map = &*source_map;
  code.blocks = blocks.get();
}

ApplicationCode::ApplicationCode(const scenarios::Scenario& scenario, const json& bundles) : scenario_(scenario) {
  const auto all = scenarios::code_of(scenario);
  for (std::uint32_t worker = 0; worker < all.size(); ++worker) {
    auto& revisions = codes_.emplace_back();
    for (std::uint32_t revision = 0; revision < all[worker].size(); ++revision)
      revisions.push_back(std::make_unique<Code>(scenario, worker, revision, bundles.at(worker).at(revision)));
  }
}

models::room::Isolates::Codes ApplicationCode::codes() const {
  models::room::Isolates::Codes codes;
  for (const auto& revisions : codes_) {
    auto& of_worker = codes.emplace_back();
    for (const auto& one : revisions) of_worker.push_back(one->code);
  }
  return codes;
}

scenarios::InputError ApplicationCode::bad_input(const models::room::Isolates::Unloadable& unloadable) const {
  models::room::LoadError error = unloadable.error;
  const std::string prefix = scenarios::file_prefix(scenario_, unloadable.worker, unloadable.revision);
  if (error.file.starts_with(prefix)) error.file.erase(0, prefix.size());
  return bad_worker(codes_[unloadable.worker][unloadable.revision]->project, error);
}

std::optional<models::js::Position> ApplicationCode::as_written(const models::js::Position& place) const {
  std::optional<models::js::Position> at = place;
  for (const auto& revisions : codes_)
    for (const auto& one : revisions)
      if (at && one->source_map) at = one->source_map->original(*at);
  return at;
}

std::string ApplicationCode::stack_as_written(std::string stack) const {
  for (const auto& revisions : codes_)
    for (const auto& one : revisions)
      if (one->source_map) stack = one->source_map->original_stack(stack);
  return stack;
}

bool ApplicationCode::frees_storage() const {
  const Code& first = *codes_.front().front();
  const auto frees = [&first](const auto& object) {
    return std::ranges::find(first.freed_by_alarm, object.class_name) != first.freed_by_alarm.end();
  };
  return !first.project.objects.empty() && std::ranges::all_of(first.project.objects, frees);
}

void ApplicationCode::begin_anew() {
  for (const auto& revisions : codes_)
    for (const auto& one : revisions)
      if (one->blocks) one->blocks->begin_anew();
}

void ApplicationCode::counts_to(std::vector<std::uint32_t>& entered) const {
  entered.clear();
  for (const auto& revisions : codes_)
    for (const auto& one : revisions)
      for (std::size_t i = 0; one->blocks && i < one->blocks->blocks().size(); ++i)
        entered.push_back(one->blocks->entered(i));
}

json ApplicationCode::counted() const {
  json all = json::array();
  for (const auto& revisions : codes_) {
    json& of_worker = all.emplace_back(json::array());
    for (const auto& one : revisions) of_worker.push_back(counted_of(one->blocks.get()));
  }
  return all;
}

}  // namespace dormouse
