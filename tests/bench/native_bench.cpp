// What native rooms cost the machine: the broadcast of tests/bench/broadcast end to end (clients, links, gates, trace
// with its fingerprint), and the memory of a million rooms that have nothing to do.
//   native_bench [RUNS]

#include <fmt/format.h>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

#include "models/native/native_host.h"
#include "models/native/rooms/built_in.h"
#include "scenarios/cost_tables.h"
#include "scenarios/scenario.h"
#include "scenarios/world.h"

namespace {

/// Counts what a reader of the trace would read.
struct Discard final : sim::TraceSink {
  std::uint64_t bytes = 0;
  void write_block(std::string_view block) override { bytes += block.size(); }
};

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

void broadcast(int runs) {
  const scenarios::Scenario scenario =
      scenarios::load_scenario(std::string(DORMOUSE_SOURCE_DIR) + "/tests/bench/broadcast/native.yaml");
  const auto application = models::native::rooms::find_built_in(scenario.native).value();
  std::vector<double> seconds;
  std::uint64_t events = 0, bytes = 0;
  std::string fingerprint;
  for (int i = 0; i < runs; ++i) {
    const double began = cpu_seconds();
    Discard sink;
    scenarios::World world(scenario, {.seed = 7}, sink);
    models::native::NativeHost host(world.platform(), application);
    world.platform().set_host(host);
    world.start_clients();
    world.run();
    fingerprint = world.fingerprint().to_string();
    seconds.push_back(cpu_seconds() - began);
    events = world.simulation().events_run();
    bytes = sink.bytes;
  }
  std::sort(seconds.begin(), seconds.end());
  // Eleven clients, a hundred messages a second each; those under way at the end are not counted.
  const double messages = 11.0 * 100 * std::chrono::duration<double>(scenario.duration).count();
  const double median = seconds[seconds.size() / 2];
  fmt::print(
      "native broadcast to ten  {:.3f} s (fastest {:.3f}): {:.0f} messages and {:.2f} million deliveries a second "
      "of processor time\n",
      median, seconds.front(), messages / median, messages * 10 / median / 1e6);
  fmt::print("                         {} events, {:.0f} MB of trace, fingerprint {}\n", events,
             static_cast<double>(bytes) / 1e6, fingerprint);
}

double resident_mb() {
  std::uint64_t all = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> all >> resident;
  return static_cast<double>(resident) * 4096 / 1e6;
}

/// A million rooms, each asked once; hibernate_after: how long they stay in memory.
void idle_rooms(const char* name, sim::Duration hibernate_after) {
  constexpr int kRooms = 1'000'000;
  const double before = resident_mb();
  const auto application = models::native::rooms::find_built_in("broadcast").value();
  Discard sink;
  sim::Choices choices({.seed = 1});
  sim::TraceWriter trace(sim::TraceLevel::lifecycle, sink);
  sim::Simulation simulation(sim::kDefaultStart, choices, trace);
  models::Names names(simulation);
  models::runtime::PlatformOptions options;
  options.eviction.hibernates_after = hibernate_after;
  models::runtime::Platform platform(simulation, names, scenarios::find_cost_table("assumed-2026-11").value(), options);
  models::native::NativeHost host(platform, application);
  platform.set_host(host);
  int answered = 0;
  for (int i = 0; i < kRooms; ++i) {
    simulation.run({.horizon = sim::kDefaultStart + i * std::chrono::milliseconds(1)});
    platform.request({.method = "GET", .url = fmt::format("https://rooms/?room=room-{}", i), .headers = {}, .body = {}},
                     nullptr,
                     [&answered](const models::network::Answer& answer) { answered += answer.response.status == 200; });
  }
  simulation.run({.horizon = simulation.now() + std::chrono::minutes(1)});
  const double taken = resident_mb() - before;
  fmt::print("{} rooms, {:<22} {:.0f} MB, {:.0f} bytes each ({} answered, sizeof(Actor) {})\n", kRooms, name, taken,
             taken * 1e6 / kRooms, answered, sizeof(models::runtime::Actor));
  platform.finish();
}

}  // namespace

int main(int argc, char** argv) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  broadcast(argc > 1 ? std::stoi(argv[1]) : 5);
  idle_rooms("idle and evicted:", std::chrono::seconds(10));
  idle_rooms("idle in memory:", std::chrono::hours(24));
}
