#include "scenarios/probe_player.h"

#include <chrono>
#include <stdexcept>
#include <utility>

#include "models/records.h"

namespace scenarios {
namespace {

using nlohmann::json;

constexpr const char* kHost = "oracle.test";

sim::Duration ms(std::int64_t count) { return std::chrono::milliseconds(count); }

models::network::HeaderList headers_of(const json& step) {
  models::network::HeaderList headers;
  if (!step.contains("headers")) return headers;
  for (const auto& [name, value] : step["headers"].items()) {
    std::string lower = name;
    for (char& c : lower)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    headers.emplace_back(std::move(lower), value.get<std::string>());
  }
  return headers;
}

std::string from_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return bytes;
}

std::string repeated(const json& step) {
  const auto text = step.value("text", std::string());
  const auto times = step.value("repeat", 1);
  std::string result;
  result.reserve(text.size() * static_cast<std::size_t>(times));
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

}  // namespace

ProbePlayer::ProbePlayer(World& world, json steps) : world_(world), probe_(std::move(steps)) {}

models::client::ProbeClient& ProbePlayer::client(const std::string& name) {
  auto& slot = clients_[name];
  if (!slot) slot = std::make_unique<models::client::ProbeClient>(world_.client_world(), name, "", kHost);
  return *slot;
}

void ProbePlayer::play() {
  sim::Simulation& simulation = world_.simulation();
  simulation.after({}, sim::Action([this] { next(); }));
  const sim::RunOutcome outcome = simulation.run({.horizon = simulation.now() + std::chrono::hours(24)});
  world_.finish(drained_ ? std::string_view("drained") : sim::name_of(outcome));
}

void ProbePlayer::next() {
  sim::Simulation& simulation = world_.simulation();
  const json& steps = probe_["steps"];
  if (next_step_ == steps.size()) {
    const auto drain = ms(probe_.value("drain", 300));
    simulation.after(2 * drain, sim::Action([this] {
                       drained_ = true;
                       world_.simulation().stop();
                     }));
    return;
  }
  const json& current = steps[next_step_++];
  const bool sleeps = current["op"] == "sleep";
  const sim::Duration gap = sleeps ? sim::Duration{} : ms(probe_.value("gap", 50));
  step(current, [this, gap] { world_.simulation().after(gap, sim::Action([this] { next(); })); });
}

void ProbePlayer::step(const json& step, Done done) {
  const auto op = step["op"].get<std::string>();
  if (op == "sleep") {
    world_.simulation().after(ms(step["ms"].get<std::int64_t>()), sim::Action(std::move(done)));
  } else if (op == "burst") {
    burst(step, std::move(done));
  } else if (op == "connect") {
    connect(step, std::move(done));
  } else if (op == "http") {
    http(step, std::move(done));
  } else if (op == "evict") {
    evict(step, std::move(done));
  } else if (op == "scheduled") {
    world_.platform().scheduled(0, step["cron"].get<std::string>());
    done();
  } else if (op == "restart") {
    world_.platform().restart();
    done();
  } else {
    socket_step(op, step);
    done();
  }
}

void ProbePlayer::socket_step(const std::string& op, const json& step) {
  models::client::ProbeClient& client = this->client(step["c"].get<std::string>());
  if (op == "send") {
    if (step.contains("hex"))
      client.send_binary(from_hex(step["hex"].get<std::string>()));
    else
      client.send_text(repeated(step));
  } else if (op == "close") {
    std::optional<std::uint16_t> code;
    if (step.contains("code")) code = step["code"].get<std::uint16_t>();
    client.close(code, step.value("reason", std::string()));
  } else if (op == "terminate") {
    client.terminate();
  } else if (op == "ping") {
    client.ping(step.value("text", std::string()));
  } else if (op == "frame") {
    client.frame(step["opcode"].get<unsigned>(), from_hex(step.value("hex", std::string())), step.value("fin", true));
  } else {
    throw std::invalid_argument("the step \"" + op + "\" is not modelled yet");
  }
}

void ProbePlayer::connect(const json& step, Done done) {
  models::client::ProbeClient& client = this->client(step["c"].get<std::string>());
  auto once = std::make_shared<Done>(std::move(done));
  const auto finish = [once] {
    if (Done run = std::exchange(*once, nullptr)) run();
  };
  client.on.opened = [finish](const std::string&) { finish(); };
  client.on.refused = [finish](std::uint16_t, const std::string&) { finish(); };
  client.on.closed = [finish](std::uint16_t, const std::string&, bool) { finish(); };
  std::vector<std::string> protocols = step.value("protocols", std::vector<std::string>());
  client.open(step.value("path", std::string("/r1")), headers_of(step), std::move(protocols),
              step.value("mute", false));
}

void ProbePlayer::http(const json& step, Done done) {
  const bool waits = !step.value("async", false);
  models::client::ProbeClient& client = this->client("http:" + step["as"].get<std::string>());
  client.http({.scheme = "http",
               .host = kHost,
               .method = step.value("method", std::string("GET")),
               .path = step.value("path", std::string("/r1")),
               .headers = headers_of(step),
               .body = step.value("body", std::string()),
               .cf = step.contains("cf") ? std::make_shared<const std::string>(step["cf"].dump()) : nullptr},
              [waits, done](const std::optional<models::network::HttpResponse>&) {
                if (waits) done();
              });
  if (!waits) done();
}

void ProbePlayer::evict(const json& step, Done done) {
  const auto binding = step.value("binding", std::string("ROOM"));
  const json classes = probe_.value("classes", json{{"ROOM", "Room"}});
  models::runtime::Actor* actor =
      world_.platform().find_actor(classes[binding].get<std::string>(), step["room"].get<std::string>());
  const auto name = step.value("as", std::string());
  const auto ended = [this, name, done](bool evicted) {
    if (!name.empty())
      world_.simulation().record(models::ControlDone{
          .name = name,
          .ok = evicted,
          .error_name = evicted ? "" : "Error",
          .error_message = evicted ? "" : "Cannot evict Durable Object: it is not currently running."});
    done();
  };
  if (actor == nullptr) return ended(false);
  actor->request_eviction(step.value("webSockets", std::string("hibernate")) != "close", ended);
}

void ProbePlayer::burst(const json& step, Done done) {
  const json& inner = step["steps"];
  auto left = std::make_shared<std::size_t>(inner.size());
  for (const json& one : inner)
    this->step(one, [left, done] {
      if (--*left == 0) done();
    });
}

}  // namespace scenarios
