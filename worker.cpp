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
#include "commands/end_of.h"
#include "commands/rooms_seen.h"
#include "commands/scripted_run.h"
#include "commands/worker_frames.h"
#include "models/js/addon.h"
#include "models/js/engine.h"
#include "models/js/last_words.h"
#include "models/room/file_modules.h"
#include "models/room/isolates.h"
#include "scenarios/cost_tables.h"
#include "scenarios/input_error.h"
#include "scenarios/load_parts.h"
#include "scenarios/probe_player.h"
#include "scenarios/scenario.h"
#include "scenarios/world.h"
#include "sim/draws_seen.h"
#include "sim/frames.h"
#include "sim/worker_process.h"

namespace {

using nlohmann::json;

using commands::send;
using dormouse::ApplicationCode;
using dormouse::BlocksReached;

std::optional<ApplicationCode> g_code;  // that runs, if it is a scenario's

struct Discard final : sim::TraceSink {
  void write_block(std::string_view /*block*/) override {}
};

struct Engines {
  std::string snapshot;
  models::js::EngineLimits limits;
  [[nodiscard]] models::room::Isolates::MakeEngine maker() const {
    return [made = *this] { return std::make_shared<models::js::Engine>(made.snapshot, made.limits); };
  }
};

/// Engines that go back when a run has ended, and come out like new for the next.
class EnginePool {
 public:
  explicit EnginePool(Engines engines) : make_(engines.maker()) {}
  [[nodiscard]] models::room::Isolates::MakeEngine maker() {
    return [this] {
      std::shared_ptr<models::js::Engine> engine = take();
      return std::shared_ptr<models::js::Engine>(
          engine.get(), [this, engine](models::js::Engine*) mutable { idle_.push_back(std::move(engine)); });
    };
  }

 private:
  std::shared_ptr<models::js::Engine> take() {
    while (!idle_.empty()) {
      std::shared_ptr<models::js::Engine> engine = std::move(idle_.back());
      idle_.pop_back();
      if (engine->start_anew()) return engine;
    }
    return make_();
  }
  models::room::Isolates::MakeEngine make_;
  std::vector<std::shared_ptr<models::js::Engine>> idle_;
};

void run_scenario(const json& request, const Engines& engines) {
  scenarios::Scenario scenario =
      scenarios::load_scenario(request.at("scenario").get<std::string>(), request.value("variation", ""));
  commands::apply_comparison(request, scenario);
  const sim::RunSeed seed{request.at("seed").get<std::uint64_t>(), request.value("replication", 0U)};
  commands::BlockSink sink;
  const ApplicationCode& code = g_code.emplace(scenario, request.at("bundles"));
  commands::ScriptedRun scripts(request, scenario, seed, sink);
  scenarios::World world(scenario, seed, scripts.sink());
  scripts.join(world);
  models::room::Isolates isolates(world.platform(), engines.maker(), code.codes());
  world.platform().set_host(isolates);
  if (const auto error = isolates.load()) throw code.bad_input(*error);
  json seen;
  if (const auto inspect = request.find("inspect"); inspect != request.end()) {
    world.start_clients();
    world.run_to(commands::moment_of(*inspect));
    seen =
        commands::rooms_seen(*inspect, world.platform(), [&](std::string_view bytes) { return isolates.shown(bytes); });
  } else if (!request.value("checkOnly", false)) {
    world.start_clients();
    world.run();
  }
  json end = commands::end_of(world);
  end["seen"] = std::move(seen);
  if (request.value("lines", false)) end["lines"] = code.counted();
  send(sim::FrameType::end, end);
  // Taking a long run's world apart piece by piece costs more than ending with it.
  ::_exit(0);
}

/// Many short runs of one scenario in this process, one seed after another: what a campaign of runs is made of.
void run_many(const json& request, const Engines& engines) {
  const scenarios::Scenario scenario =
      scenarios::load_scenario(request.at("scenario").get<std::string>(), request.value("variation", ""));
  ApplicationCode& code = g_code.emplace(scenario, request.at("bundles"));
  const auto first = request.at("seed").get<std::uint64_t>();
  const auto runs = request.at("runs").get<std::uint64_t>();
  EnginePool pool(engines);
  std::uint64_t events = 0;
  json fingerprints = json::array();
  BlocksReached reached;
  for (std::uint64_t i = 0; i < runs; ++i) {
    code.begin_anew();  // when a loop asks for its CPU time is the run's own matter
    Discard sink;
    commands::ScriptedRun scripts(request, scenario, {first + i, 0}, sink);
    scenarios::World world(scenario, {first + i, 0}, scripts.sink());
    scripts.join(world);
    models::room::Isolates isolates(world.platform(), pool.maker(), code.codes());
    world.platform().set_host(isolates);
    if (const auto error = isolates.load()) throw code.bad_input(*error);
    world.start_clients();
    world.run();
    events += world.simulation().events_run();
    fingerprints.push_back(world.fingerprint().to_string());
    code.add_to(reached);
  }
  send(sim::FrameType::end, {{"runs", runs},
                             {"events", events},
                             {"blocks", reached.size()},
                             {"blocksReached", std::ranges::count(reached, true)},
                             {"fingerprints", std::move(fingerprints)}});
}

/// Runs of one scenario in this process, each with an answer of its own.
void play_runs(const json& request, const Engines& engines) {
  const scenarios::Scenario scenario =
      scenarios::load_scenario(request.at("scenario").get<std::string>(), request.value("variation", ""));
  ApplicationCode& code = g_code.emplace(scenario, request.at("bundles"));
  EnginePool pool(engines);
  for (const json& run : request.at("runs"))
    commands::answer([&] {
      code.begin_anew();  // when a loop asks for its CPU time is the run's own matter
      sim::forget_draws();
      const sim::RunSeed seed{run.at("seed").get<std::uint64_t>(), run.at("replication").get<std::uint32_t>()};
      commands::BlockSink sink;
      commands::ScriptedRun scripts(request, scenario, seed, sink);
      scenarios::World world(scenario, seed, scripts.sink());
      scripts.join(world);
      models::room::Isolates isolates(world.platform(), pool.maker(), code.codes());
      world.platform().set_host(isolates);
      if (const auto error = isolates.load()) throw code.bad_input(*error);
      world.start_clients();
      world.run();
      send(sim::FrameType::end, commands::end_of(world));
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
  } else if (request.at("do") == "many runs") {
    commands::answer([&] { run_many(request, engines); });
  } else {
    commands::answer([&] { run_scenario(request, engines); });
  }
  return 0;
}

}  // namespace

DORMOUSE_ADDON_MAIN(worker_main);
