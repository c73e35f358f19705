#include "models/script/script_group.h"

#include <stdexcept>
#include <utility>

#include "models/client/message_text.h"
#include "models/client/room_choice.h"

namespace models::script {

ScriptClient::ScriptClient(const Stage& stage, const sim::ZipfTable* zipf, std::uint32_t group, std::uint32_t index)
    : stage_(stage),
      zipf_(zipf),
      name_(stage.config.name + "-" + std::to_string(index)),
      index_(index),
      access_{stage.world.names.add_client(name_, group), sim::entity(stage.config.name, index),
              stage.world.network.profile(stage.config.link), 0} {
  stage.world.network.enter(access_, name_, stage.config.region);
  if (stage.config.sessions.per_day > 0)
    arrivals_.emplace(stage.config.sessions,
                      stage.world.simulation.choices().stream(sim::site("client.arrivals"), access_.entity),
                      stage.world.simulation.now());
}

ScriptClient::~ScriptClient() {
  for (const sim::EventHandle event : {arrival_, end_, gone_}) stage_.world.simulation.cancel(event);
}

void ScriptClient::start() {
  if (arrivals_) return schedule_arrival();
  sim::RandomStream stream = stage_.world.simulation.choices().stream(sim::site("client.at"), access_.entity);
  arrival_ =
      stage_.world.simulation.after(stage_.config.sessions.at.sample_duration(stream), [this] { begin_session(); });
}

void ScriptClient::schedule_arrival() {
  arrival_ = stage_.world.simulation.at(arrivals_->next(), [this] {
    if (session_ == nullptr) begin_session();
    schedule_arrival();
  });
}

sim::RandomStream ScriptClient::session_stream(std::string_view site) const {
  return stage_.world.simulation.choices().stream(
      sim::site(site),
      sim::Entity{sim::stable_hash(std::to_string(sessions_), static_cast<std::uint64_t>(access_.entity))});
}

void ScriptClient::begin_session() {
  ++sessions_;
  const std::string session = std::to_string(sessions_);
  std::string room = client::room_of(stage_.config.room, index_, zipf_, session_stream("client.room"));
  if (stage_.config.room.kind == client::RoomChoice::Kind::fixed)
    room = client::MessageText({room}).fill({.client = name_, .index = index_, .room = {}, .session = sessions_});
  session_ = std::make_shared<ScriptSession>(
      stage_,
      ScriptSession::Part{.access = access_,
                          .client = name_,
                          .index = index_,
                          .number = sessions_,
                          .room = std::move(room),
                          .entity = sim::Entity{sim::stable_hash(session, static_cast<std::uint64_t>(access_.entity))},
                          .requests = requests_,
                          .kept = kept_,
                          .leaves = [this] { gone_ = stage_.world.simulation.after({}, [this] { end_session(); }); },
                          .over = [this] { gone_ = stage_.world.simulation.after({}, [this] { session_.reset(); }); }});
  if (stage_.config.sessions.length) {
    sim::RandomStream stream = session_stream("client.length");
    end_ = stage_.world.simulation.after(stage_.config.sessions.length->sample_duration(stream),
                                         [this] { end_session(); });
  }
  session_->start();
}

void ScriptClient::end_session() {
  if (session_ == nullptr || session_->ending()) return;
  stage_.world.simulation.cancel(end_);
  sim::RandomStream stream = session_stream("client.leave");
  const double u = stream.uniform();
  const client::LeaveMix& mix = stage_.config.leaves;
  session_->end(u < mix.bare_close                ? client::LeaveStep::Kind::bare_close
                : u < mix.bare_close + mix.abrupt ? client::LeaveStep::Kind::abrupt
                                                  : client::LeaveStep::Kind::close);
}

ScriptGroup::ScriptGroup(Stage stage, const client::GroupConfig& config)
    : config_(config),
      stage_{.world = stage.world,
             .engine = stage.engine,
             .code = stage.code,
             .config = config_,
             .hosts = stage.hosts,
             .on_host_limit = std::move(stage.on_host_limit)} {
  if (config_.room.kind == client::RoomChoice::Kind::zipf) zipf_.emplace(config_.room.s, config_.room.rooms);
  const std::uint32_t group = stage_.world.names.group(config_.name);
  for (std::uint32_t index = 0; index < config_.count; ++index)
    clients_.push_back(std::make_unique<ScriptClient>(stage_, zipf_ ? &*zipf_ : nullptr, group, index));
}

void ScriptGroup::start() {
  for (const auto& client : clients_) client->start();
}

ClientScripts::ClientScripts(std::shared_ptr<js::Engine> engine, const std::map<std::string, ScriptCode>& codes,
                             std::set<std::string> hosts, std::function<void(std::string)> on_host_limit)
    : engine_(std::move(engine)), codes_(codes), hosts_(std::move(hosts)), on_host_limit_(std::move(on_host_limit)) {}

std::unique_ptr<client::ScriptedGroup> ClientScripts::make_group(client::World& world,
                                                                 const client::GroupConfig& config) {
  const auto code = codes_.find(config.script);
  if (code == codes_.end()) throw std::logic_error("nobody has bundled the client module " + config.script);
  return std::make_unique<ScriptGroup>(Stage{.world = world,
                                             .engine = *engine_,
                                             .code = code->second,
                                             .config = config,
                                             .hosts = hosts_,
                                             .on_host_limit = on_host_limit_},
                                       config);
}

}  // namespace models::script
