// Prints what the kernel costs: events, processes, draws and trace records, each in nanoseconds of processor time.

#include <fmt/core.h>

#include <chrono>
#include <cstdint>
#include <ctime>
#include <string>

#include "sim/distribution.h"
#include "sim/process.h"
#include "sim/simulation.h"

namespace {

using namespace std::chrono_literals;

struct Discard : sim::TraceSink {
  std::uint64_t bytes = 0;
  void write_block(std::string_view block) override { bytes += block.size(); }
};

struct World {
  Discard sink;
  sim::TraceWriter trace{sim::TraceLevel::all, sink};
  sim::Choices choices{sim::RunSeed{}};
  sim::Simulation sim{sim::kDefaultStart, choices, trace};
};

template <class Work>
void measure(std::string_view name, std::uint64_t count, Work&& work) {
  const std::clock_t begin = std::clock();
  work(count);
  const double taken_ns = static_cast<double>(std::clock() - begin) * (1e9 / CLOCKS_PER_SEC);
  const double each = taken_ns / static_cast<double>(count);
  fmt::print("{:44} {:8.1f} ns each  {:8.2f} million/s\n", name, each, 1e3 / each);
}

struct Ticker {
  sim::Simulation* sim;
  sim::Duration period;
  void operator()() const { sim->after(period, *this); }
};

void tick(std::uint64_t events, int tickers) {
  World world;
  for (int i = 0; i < tickers; ++i) Ticker{&world.sim, std::chrono::nanoseconds(1'000 + 7 * (i * 31 % 1'009))}();
  world.sim.run({.horizon = sim::Time::max(), .max_events = events});
}

void schedule_then_run(std::uint64_t events) {
  World world;
  for (std::uint64_t i = 0; i < events; ++i) world.sim.after(std::chrono::nanoseconds(i * 7'919 % 1'000'003), [] {});
  world.sim.run({.horizon = sim::Time::max()});
}

void reset_a_timer(std::uint64_t times) {
  World world;
  for (int i = 0; i < 1'000; ++i) world.sim.after(1h, [] {});
  sim::EventHandle timer;
  for (std::uint64_t i = 0; i < times; ++i) {
    world.sim.cancel(timer);
    timer = world.sim.after(std::chrono::nanoseconds(1'000'000 + i), [] {});
  }
}

sim::Process sleeper(sim::Simulation& sim) {
  for (;;) co_await sim::delay(sim, 1us);
}

struct Small {
  static constexpr std::uint16_t kKind = 900;
  static constexpr std::string_view kName = "small";
  static constexpr sim::TraceLevel kLevel = sim::TraceLevel::all;
  std::uint32_t a = 0;
  std::uint64_t b = 0;
  static constexpr auto fields() { return std::tuple{sim::field("a", &Small::a), sim::field("b", &Small::b)}; }
};

}  // namespace

int main() {
  measure("event: schedule and run, 1 pending", 20'000'000, [](std::uint64_t n) { tick(n, 1); });
  measure("event: schedule and run, 1,000 pending", 10'000'000, [](std::uint64_t n) { tick(n, 1'000); });
  measure("event: schedule all, then run all", 1'000'000, schedule_then_run);
  measure("event: cancel and schedule, 1,000 pending", 10'000'000, reset_a_timer);
  measure("process: one delay, 1,000 processes", 10'000'000, [](std::uint64_t n) {
    World world;
    for (int i = 0; i < 1'000; ++i) sim::start(world.sim, sleeper(world.sim));
    world.sim.run({.horizon = sim::Time::max(), .max_events = n});
  });
  measure("draw: lognormal duration", 5'000'000, [](std::uint64_t n) {
    World world;
    sim::RandomStream stream = world.choices.stream(sim::site("bench"), sim::entity("bench"));
    const sim::Distribution latency = sim::Distribution::lognormal_p95(80e6, 200e6);
    sim::Duration sum{};
    for (std::uint64_t i = 0; i < n; ++i) sum += latency.sample_duration(stream) % 1'000;
    if (sum == sim::Duration{0}) fmt::print("impossible sum\n");
  });
  measure("trace: one small record", 10'000'000, [](std::uint64_t n) {
    World world;
    for (std::uint64_t i = 0; i < n; ++i) world.sim.record(Small{static_cast<std::uint32_t>(i), i});
  });
  measure("trace: known body of 100 bytes", 5'000'000, [](std::uint64_t n) {
    World world;
    const std::string body(100, 'x');
    for (std::uint64_t i = 0; i < n; ++i) world.trace.body(world.sim.now(), body);
  });
}
