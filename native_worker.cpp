// The worker of native applications: reads one request on standard input, plays it, and answers on file descriptor 3
// in frames, as worker.cpp does for JavaScript.

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "commands/compared_run.h"
#include "commands/end_of.h"
#include "commands/leave_out.h"
#include "commands/rooms_seen.h"
#include "commands/worker_frames.h"
#include "fuzz_worker.h"
#include "models/native/native_host.h"
#include "models/native/rooms/built_in.h"
#include "native_stages.h"
#include "scenarios/scenario.h"
#include "scenarios/world.h"

namespace {

void run_scenario(const nlohmann::json& request) {
  scenarios::Scenario scenario =
      scenarios::load_scenario(request.at("scenario").get<std::string>(), request.value("variation", ""));
  commands::apply_comparison(request, scenario);
  commands::leave_out(request, scenario);
  const sim::RunSeed seed{request.at("seed").get<std::uint64_t>(), request.value("replication", 0U)};
  const models::native::Application application = models::native::rooms::find_built_in(scenario.native).value();
  commands::BlockSink sink;
  scenarios::World world(scenario, seed, sink);
  models::native::NativeHost host(world.platform(), application);
  world.platform().set_host(host);
  nlohmann::json seen;
  if (const auto inspect = request.find("inspect"); inspect != request.end()) {
    world.start_clients();
    world.run_to(commands::moment_of(*inspect));
    seen = commands::rooms_seen(*inspect, world.platform(), commands::text_or_hex);
  } else if (!request.value("checkOnly", false)) {
    world.start_clients();
    world.run();
  }
  nlohmann::json end = commands::end_of(world);
  end["seen"] = std::move(seen);
  commands::send(sim::FrameType::end, end);
}

/// Runs of one scenario in this process, each with an answer of its own.
void play_runs(const nlohmann::json& request) {
  const scenarios::Scenario scenario =
      scenarios::load_scenario(request.at("scenario").get<std::string>(), request.value("variation", ""));
  const models::native::Application application = models::native::rooms::find_built_in(scenario.native).value();
  for (const auto& run : request.at("runs"))
    commands::answer([&] {
      const sim::RunSeed seed{run.at("seed").get<std::uint64_t>(), run.at("replication").get<std::uint32_t>()};
      commands::BlockSink sink;
      scenarios::World world(scenario, seed, sink);
      models::native::NativeHost host(world.platform(), application);
      world.platform().set_host(host);
      world.start_clients();
      world.run();
      commands::send(sim::FrameType::end, commands::end_of(world));
    });
}

std::unique_ptr<dormouse::Stages> native_stages(const scenarios::Scenario& scenario) {
  return std::make_unique<dormouse::NativeStages>(scenario);
}

}  // namespace

int main() {
  const nlohmann::json request = commands::read_request();
  if (request.at("do") == "runs")
    commands::answer([&] { play_runs(request); });
  else if (request.at("do") == "fuzz")
    commands::answer([&] { dormouse::fuzz(request, native_stages); });
  else
    commands::answer([&] { run_scenario(request); });
  return 0;
}
