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

#include "commands/rooms_seen.h"
#include "commands/worker_frames.h"
#include "models/js/addon.h"
#include "models/js/engine.h"
#include "models/js/last_words.h"
#include "models/room/blocks.h"
#include "models/room/file_modules.h"
#include "models/room/isolates.h"
#include "models/room/source_map.h"
#include "scenarios/cost_tables.h"
#include "scenarios/input_error.h"
#include "scenarios/load_parts.h"
#include "scenarios/probe_player.h"
#include "scenarios/scenario.h"
#include "scenarios/world.h"
#include "sim/frames.h"
#include "sim/worker_process.h"

namespace {

using nlohmann::json;

using commands::send;

/// What a bundled Worker is called where the source map has nothing to say of it.
constexpr const char* kBundle = "bundle.js";
std::optional<models::room::SourceMap> g_source_map;  // of the Worker that runs, if it was bundled

models::room::Blocks::Place place_of(const json& row) {
  return {row[0].get<std::string>(), row[1].get<int>(), row[2].get<int>(), row[3].get<std::string>()};
}

/// As models/worker/instrument.mjs numbers them; nothing if the bundle is not instrumented.
std::unique_ptr<models::room::Blocks> blocks_of(const json& bundle) {
  if (!bundle.contains("blocks")) return nullptr;
  std::vector<models::room::Blocks::Block> blocks;
  for (const json& row : bundle.at("blocks"))
    blocks.push_back({place_of(row), row[4].get<std::uint32_t>(), row[5].get<std::uint32_t>()});
  std::vector<models::room::Blocks::CallSite> call_sites;
  for (const json& row : bundle.at("sites")) call_sites.push_back({.place = place_of(row)});
  return std::make_unique<models::room::Blocks>(std::move(blocks), std::move(call_sites));
}

models::room::WorkerCode code_of(const models::worker::Project& project, models::room::FileModules& modules,
                                 std::string entry) {
  models::room::WorkerCode code{.entry = std::move(entry),
                                .main = project.main,
                                .modules = &modules,
                                .bindings = {},
                                .classes = {},
                                .compatibility_date = project.compatibility_date,
                                .compatibility_flags = project.compatibility_flags};
  if (g_source_map) code.source_map = &*g_source_map;
  for (const auto& object : project.objects) {
    code.bindings.push_back({"durable_object", object.name, object.class_name});
    code.classes.push_back(object.class_name);
  }
  for (const auto& other : project.others) code.bindings.push_back({other.kind, other.name, other.value});
  return code;
}

/// A bad Worker as bad input; file names become ones that the user can open.
scenarios::InputError bad_worker(const models::worker::Project& project, const models::room::LoadError& error) {
  const std::string file =
      (project.folder / (error.file.empty() ? project.main : error.file)).lexically_normal().string();
  return scenarios::InputError({{file, error.line, error.column, error.message, error.remedy}});
}

/// What commands/played.cpp reads: by block how often it was entered, by call site [calls, rows read, rows written].
json counted(const models::room::Blocks& blocks) {
  json entered = json::array(), calls = json::array();
  for (std::size_t i = 0; i < blocks.blocks().size(); ++i) entered.push_back(blocks.entered(i));
  for (const auto& site : blocks.call_sites()) calls.push_back({site.calls, site.rows_read, site.rows_written});
  return {{"entered", std::move(entered)}, {"calls", std::move(calls)}};
}

/// A project's code as isolates take it; must live as long as they do.
struct Code {
  Code(const models::worker::Project& project, const json& bundle) : modules(project.folder) {
    std::string entry = project.main;
    if (bundle.is_object()) {
      entry = kBundle;
      modules.add_virtual(entry, bundle.at("code").get<std::string>());
      g_source_map.emplace(entry, bundle.at("map").get_ref<const std::string&>());
      blocks = blocks_of(bundle);
    }
    worker = code_of(project, modules, std::move(entry));
    worker.blocks = blocks.get();
  }
  models::room::FileModules modules;
  std::unique_ptr<models::room::Blocks> blocks;
  models::room::WorkerCode worker;
};

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
  scenarios::Scenario scenario = scenarios::load_scenario(request.at("scenario").get<std::string>());
  const sim::RunSeed seed{request.at("seed").get<std::uint64_t>(), request.value("replication", 0U)};
  commands::BlockSink sink;
  Code code(scenario.project, request.value("bundle", json()));
  scenarios::World world(scenario, seed, sink);
  models::room::Isolates isolates(world.platform(), engines.maker(), code.worker);
  world.platform().set_host(isolates);
  if (const auto error = isolates.load()) throw bad_worker(scenario.project, *error);
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
  json end = {{"fingerprint", world.fingerprint().to_string()},
              {"hostLimit", world.platform().host_limit_hit().value_or("")},
              {"seen", std::move(seen)}};
  if (code.blocks && request.value("lines", false)) end["lines"] = counted(*code.blocks);
  send(sim::FrameType::end, end);
  // Taking a long run's world apart piece by piece costs more than ending with it.
  ::_exit(0);
}

/// Many short runs of one scenario in this process, one seed after another: what a campaign of runs is made of.
void run_many(const json& request, const Engines& engines) {
  const scenarios::Scenario scenario = scenarios::load_scenario(request.at("scenario").get<std::string>());
  Code code(scenario.project, request.at("bundle"));
  const auto first = request.at("seed").get<std::uint64_t>();
  const auto runs = request.at("runs").get<std::uint64_t>();
  EnginePool pool(engines);
  std::uint64_t events = 0;
  json fingerprints = json::array();
  std::vector<bool> reached(code.blocks ? code.blocks->blocks().size() : 0);
  for (std::uint64_t i = 0; i < runs; ++i) {
    if (code.blocks) code.blocks->begin_anew();  // when a loop asks for its CPU time is the run's own matter
    Discard sink;
    scenarios::World world(scenario, {first + i, 0}, sink);
    models::room::Isolates isolates(world.platform(), pool.maker(), code.worker);
    world.platform().set_host(isolates);
    if (const auto error = isolates.load()) throw bad_worker(scenario.project, *error);
    world.start_clients();
    world.run();
    events += world.simulation().events_run();
    fingerprints.push_back(world.fingerprint().to_string());
    for (std::size_t k = 0; k < reached.size(); ++k) reached[k] = reached[k] || code.blocks->entered(k) > 0;
  }
  send(sim::FrameType::end, {{"runs", runs},
                             {"events", events},
                             {"blocks", reached.size()},
                             {"blocksReached", std::ranges::count(reached, true)},
                             {"fingerprints", std::move(fingerprints)}});
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
    scenarios::Problems problems("steps.json");
    const auto document = scenarios::YamlDocument::parse(steps["upstreams"].dump(), "steps.json");
    scenarios::read_upstreams(document.root(), folder, scenario.upstreams, problems);
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
                                  code_of(scenario.project, modules, "probe-router.js"));
  world.platform().set_host(isolates);
  if (const auto error = isolates.load()) throw bad_worker(scenario.project, *error);
  scenarios::ProbePlayer player(world, probe.at("steps"));
  player.play();
  send(sim::FrameType::end, {{"hostLimit", world.platform().host_limit_hit().value_or("")}});
}

/// V8 gives the process up: the supervisor hears why, and where the code was.
void say_last_words(const models::js::HostLimit& limit) {
  std::string text = limit.what;
  const auto at = limit.position && g_source_map ? g_source_map->original(*limit.position) : limit.position;
  if (at) text += fmt::format(" at {}:{}:{}", at->file, at->line, at->column);
  if (!limit.stack.empty()) text += "\n" + (g_source_map ? g_source_map->original_stack(limit.stack) : limit.stack);
  sim::send_frame(static_cast<std::uint32_t>(sim::FrameType::host_limit), text);
}

int worker_main(std::span<const std::string>) {
  models::js::on_fatal_error(say_last_words);
  const json request = commands::read_request();
  const Engines engines{.snapshot = request.at("snapshot").get<std::string>(), .limits = {}};
  if (request.at("do") == "probes") {
    for (const json& probe : request.at("probes")) commands::answer([&] { play_probe(probe, engines); });
  } else if (request.at("do") == "many runs") {
    commands::answer([&] { run_many(request, engines); });
  } else {
    commands::answer([&] { run_scenario(request, engines); });
  }
  return 0;
}

}  // namespace

DORMOUSE_ADDON_MAIN(worker_main);
