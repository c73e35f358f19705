// The worker: what runs inside the pinned Node. It reads one request on standard input, plays it, and answers on file
// descriptor 3 in frames; the supervisor (main.cpp) makes everything else of it.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "application_code.h"
#include "commands/compared_run.h"
#include "commands/leave_out.h"
#include "commands/rooms_seen.h"
#include "commands/worker_frames.h"
#include "fuzz_worker.h"
#include "javascript_stages.h"
#include "models/js/addon.h"
#include "models/js/engine.h"
#include "models/js/engine_pool.h"
#include "models/js/last_words.h"
#include "models/room/file_modules.h"
#include "models/room/isolates.h"
#include "scenarios/cost_tables.h"
#include "scenarios/input_error.h"
#include "scenarios/load_parts.h"
#include "scenarios/probe_player.h"
#include "scenarios/scenario.h"
#include "scenarios/world.h"
#include "sim/frames.h"
#include "sim/worker_process.h"
#include "stage.h"

namespace {

using nlohmann::json;

using commands::send;
using dormouse::ApplicationCode;
using dormouse::Stage;
using models::js::EnginePool;
using models::js::Engines;

std::optional<ApplicationCode> g_code;  // that runs, if it is a scenario's

scenarios::Scenario scenario_of(const json& request) {
  return scenarios::load_scenario(request.at("scenario").get<std::string>(), request.value("variation", ""));
}

void run_scenario(const json& request, const Engines& engines) {
  scenarios::Scenario scenario = scenario_of(request);
  commands::apply_comparison(request, scenario);
  commands::leave_out(request, scenario);
  const sim::RunSeed seed{request.at("seed").get<std::uint64_t>(), request.value("replication", 0U)};
  commands::BlockSink sink;
  g_code.emplace(scenario, request.at("bundles"));
  commands::ScriptBundles scripts(request, scenario);
  Stage stage(scripts, scenario, seed, engines.maker(), *g_code, sink);
  json seen;
  if (const auto inspect = request.find("inspect"); inspect != request.end()) {
    stage.world().start_clients();
    stage.world().run_to(commands::moment_of(*inspect));
    seen = commands::rooms_seen(*inspect, stage.world().platform(),
                                [&](std::string_view bytes) { return stage.isolates().shown(bytes); });
  } else if (!request.value("checkOnly", false)) {
    stage.run();
  }
  json end = stage.end();
  end["seen"] = std::move(seen);
  if (request.value("lines", false)) end["lines"] = g_code->counted();
  send(sim::FrameType::end, end);
  // Taking a long run's world apart piece by piece costs more than ending with it.
  ::_exit(0);
}

/// Runs of one scenario in this process, each with an answer of its own.
void play_runs(const json& request, const Engines& engines) {
  const scenarios::Scenario scenario = scenario_of(request);
  g_code.emplace(scenario, request.at("bundles"));
  EnginePool pool(engines);
  commands::ScriptBundles scripts(request, scenario);
  for (const json& run : request.at("runs"))
    commands::answer([&] {
      g_code->begin_anew();  // when a loop asks for its CPU time is the run's own matter
      const sim::RunSeed seed{run.at("seed").get<std::uint64_t>(), run.at("replication").get<std::uint32_t>()};
      commands::BlockSink sink;
      Stage stage(scripts, scenario, seed, pool.maker(), *g_code, sink);
      stage.run();
      json end = stage.end();
      if (request.value("lines", false)) end["lines"] = g_code->counted();
      send(sim::FrameType::end, end);
    });
}

/// A probe's project: worker.js beside steps.json, which names its classes; the date is the recording's.
scenarios::Scenario probe_scenario(const json& probe) {
  const std::filesystem::path folder = probe.at("folder").get<std::string>();
  const json& steps = probe.at("steps");
  scenarios::Scenario scenario;
  scenario.name = folder.filename().string();
  scenario.platform.options = models::runtime::workerd_options();
  scenario.costs = scenarios::find_cost_table("local").value();
  scenario.project.folder = folder;
  scenario.project.main = "worker.js";
  scenario.project.compatibility_date = probe.at("compatibilityDate").get<std::string>();
  scenario.project.compatibility_flags = probe.at("compatibilityFlags").get<std::vector<std::string>>();
  if (steps.contains("upstreams")) {
    scenarios::Problems problems((folder / "steps.json").string());
    const auto document = scenarios::YamlDocument::parse(steps["upstreams"].dump(), "steps.json");
    scenarios::read_upstreams(document.root(), scenario.upstreams, problems);
    problems.throw_if_any();
  }
  const json classes = steps.value("classes", json{{"ROOM", "Room"}});
  const bool without_sql = steps.value("storage", "sqlite") == "kv";
  for (const auto& [binding, name] : classes.items()) {
    scenario.project.objects.push_back({binding, name.get<std::string>()});
    if (without_sql) scenario.project.kv_classes.push_back(name.get<std::string>());
  }
  return scenario;
}

/// The front Worker of a probe that has none: the first segment of the path is the room.
constexpr std::string_view kProbeRouter = R"js(
import * as probe from "./worker.js";
export * from "./worker.js";
const PROPS = ["remote", "retryable", "overloaded", "durableObjectReset"];
function describe(e) {
  const out = { name: e?.name, message: e?.message ?? String(e) };
  for (const p of PROPS) if (e && e[p] !== undefined) out[p] = e[p];
  return out;
}
export default {
  async fetch(request, env, ctx) {
    if (probe.default?.fetch) return probe.default.fetch(request, env, ctx);
    const room = new URL(request.url).pathname.split("/")[1];
    try {
      return await env.ROOM.get(env.ROOM.idFromName(room)).fetch(request);
    } catch (e) {
      return Response.json({ error: describe(e) }, { status: 500 });
    }
  },
  scheduled: (controller, env, ctx) => probe.default.scheduled(controller, env, ctx),
};
)js";

void play_probe(const json& probe, const Engines& engines) {
  const scenarios::Scenario scenario = probe_scenario(probe);
  commands::BlockSink sink;
  models::js::EngineLimits limits = engines.limits;
  limits.turn_cpu_ms = 20'000;  // recorded code ends; some of it handles values of 20 MB on machines that are busy
  models::room::FileModules modules(scenario.project.folder);
  modules.add_virtual("probe-router.js", std::string(kProbeRouter));
  scenarios::World world(scenario, {}, sink);
  models::room::Isolates isolates(world.platform(), Engines{engines.snapshot, limits}.maker(),
                                  {{dormouse::worker_code(scenario, 0, 0, modules, "probe-router.js")}});
  world.platform().set_host(isolates);
  if (const auto unloadable = isolates.load()) throw dormouse::bad_worker(scenario.project, unloadable->error);
  scenarios::ProbePlayer player(world, probe.at("steps"));
  player.play();
  send(sim::FrameType::end, {{"hostLimit", world.platform().host_limit_hit().value_or("")}});
}

/// V8 gives the process up: the supervisor hears why, and where the code was.
void say_last_words(const models::js::HostLimit& limit) {
  std::string text = limit.what;
  const auto at = limit.position && g_code ? g_code->as_written(*limit.position) : limit.position;
  if (at) text += fmt::format(" at {}:{}:{}", at->file, at->line, at->column);
  if (!limit.stack.empty()) text += "\n" + (g_code ? g_code->stack_as_written(limit.stack) : limit.stack);
  sim::send_frame(static_cast<std::uint32_t>(sim::FrameType::host_limit), text);
}

int worker_main(std::span<const std::string>) {
  models::js::on_fatal_error(say_last_words);
  const json request = commands::read_request();
  const Engines engines{.snapshot = request.at("snapshot").get<std::string>(), .limits = {}};
  if (request.at("do") == "probes") {
    for (const json& probe : request.at("probes")) commands::answer([&] { play_probe(probe, engines); });
  } else if (request.at("do") == "runs") {
    commands::answer([&] { play_runs(request, engines); });
  } else if (request.at("do") == "fuzz") {
    const auto make_stages = [&](const scenarios::Scenario& scenario) {
      ApplicationCode& code = g_code.emplace(scenario, request.at("bundles"));
      return std::make_unique<dormouse::JavaScriptStages>(request, scenario, engines, code);
    };
    commands::answer([&] { dormouse::fuzz(request, make_stages); });
  } else {
    commands::answer([&] { run_scenario(request, engines); });
  }
  return 0;
}

}  // namespace

DORMOUSE_ADDON_MAIN(worker_main);
