// What the network costs the machine: 270,000 messages in, each broadcast to four sockets.

#include <fmt/format.h>

#include <chrono>
#include <vector>

#include "models/network/network.h"
#include "sim/simulation.h"

namespace {

struct Discard final : sim::TraceSink {
  void write_block(std::string_view /*block*/) override {}
};

struct Counter final : models::network::WireListener {
  std::uint64_t frames = 0;
  void on_frame(const models::network::Frame& /*frame*/) override { ++frames; }
  void on_lost(models::network::Loss /*loss*/) override {}
};

struct Broadcaster final : models::network::WireListener {
  std::vector<models::network::WirePair>* wires = nullptr;
  std::size_t first = 0;
  std::uint64_t frames = 0;
  void on_frame(const models::network::Frame& frame) override {
    ++frames;
    for (std::size_t i = 0; i < 4; ++i) (*wires)[(first + i) % wires->size()].server->send(frame);
  }
  void on_lost(models::network::Loss /*loss*/) override {}
};

void measure(const char* name, const models::network::LinkProfile& profile) {
  constexpr std::size_t kClients = 200;
  constexpr int kMessages = 270'000;
  Discard sink;
  sim::Choices choices({.seed = 1});
  sim::TraceWriter trace(sim::TraceLevel::lifecycle, sink);
  sim::Simulation simulation(sim::kDefaultStart, choices, trace);
  models::network::Network network(simulation, {.profiles = {profile}});
  std::vector<models::network::WirePair> wires;
  std::vector<Broadcaster> rooms(kClients);
  Counter delivered;
  for (std::uint32_t i = 0; i < kClients; ++i) {
    models::network::Access access{models::ClientId{i}, sim::entity("phone", i), 0, 0};
    wires.push_back(network.connect(access));
    rooms[i].wires = &wires;
    rooms[i].first = i;
    wires[i].server->listen(&rooms[i]);
    wires[i].client->listen(&delivered);
  }
  const auto began = std::chrono::steady_clock::now();
  int sent = 0;
  std::function<void()> send_next = [&] {
    auto text = models::network::Bytes("a message of some twenty bytes");
    wires[static_cast<std::size_t>(sent) % kClients].client->send({models::network::Opcode::text, std::move(text), 0});
    if (++sent < kMessages) simulation.after(std::chrono::milliseconds(10), [&] { send_next(); });
  };
  send_next();
  simulation.run({.horizon = sim::Time::max()});
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  fmt::print("{}: {} messages in, {} deliveries, {} events, {:.3f} s\n", name, kMessages, delivered.frames,
             simulation.events_run(), took.count());
}

}  // namespace

int main() {
  measure("direct", {});
  models::network::LinkProfile mobile{.name = "mobile", .latency = sim::Distribution::lognormal_p95(80e6, 200e6)};
  mobile.jitter = sim::Distribution::exponential(10e6);
  mobile.loss = 0.001;
  measure("mobile", mobile);
}
