#include "models/client/client_group.h"

#include <stdexcept>
#include <utility>

#include "models/client/client.h"

namespace models::client {
namespace {

using Places = std::vector<NamedPlace>;

void add_headers(const std::vector<std::pair<std::string, Template>>& headers, const Places& places, StepTexts& texts) {
  for (const auto& [name, value] : headers) texts.headers.emplace_back(name, MessageText(value, places));
}

StepTexts texts_of(const Step& step, const Places& places) {
  StepTexts texts;
  if (const auto* const connect = std::get_if<ConnectStep>(&step)) {
    texts.text.emplace(connect->path, places);
    if (connect->resume_path) texts.resume_path.emplace(*connect->resume_path, places);
    if (connect->resume_message) texts.resume_message.emplace(*connect->resume_message, places);
    add_headers(connect->headers, places, texts);
  } else if (const auto* const send = std::get_if<SendStep>(&step)) {
    texts.text.emplace(send->message, places);
  } else if (const auto* const every = std::get_if<EveryStep>(&step)) {
    texts.text.emplace(every->message, places);
  } else if (const auto* const http = std::get_if<HttpStep>(&step)) {
    texts.text.emplace(http->path, places);
    texts.body.emplace(http->body, places);
    if (http->answer) texts.pattern = PatternTexts(http->answer->body, places);
    add_headers(http->headers, places, texts);
  } else if (const auto* const wait_for = std::get_if<WaitForStep>(&step)) {
    texts.pattern = PatternTexts(wait_for->message, places);
  } else if (const auto* const if_received = std::get_if<IfReceivedStep>(&step)) {
    texts.pattern = PatternTexts(if_received->message, places);
  }
  return texts;
}

bool asks_what_came(const Step& step) {
  return std::holds_alternative<WaitForStep>(step) || std::holds_alternative<IfReceivedStep>(step);
}

}  // namespace

ClientGroup::ClientGroup(World& world, GroupConfig config) : world_(world), group_(0) {
  plan_.profile = world.network.profile(config.link);
  if (config.room.rooms == 0) throw std::invalid_argument("clients need at least one room to choose from");
  if (config.room.kind == RoomChoice::Kind::zipf) plan_.zipf.emplace(config.room.s, config.room.rooms);
  if (config.room.kind == RoomChoice::Kind::fixed) plan_.room.emplace(Template{config.room.name}, config.places);
  for (const Step& step : config.steps) {
    plan_.texts.push_back(texts_of(step, config.places));
    plan_.listens = plan_.listens || asks_what_came(step);
  }
  for (const NamedPlace& place : config.places) plan_.keeps = plan_.keeps || place.kind == NamedPlace::Kind::kept;
  if (config.heartbeat) {
    if (config.heartbeat->message) plan_.heartbeat.emplace(*config.heartbeat->message, config.places);
    plan_.heartbeat_answer = PatternTexts(config.heartbeat->answer, config.places);
  }
  plan_.config = std::move(config);
  group_ = world.names.group(plan_.config.name);
  if (plan_.config.arrive) {
    visitors_.emplace(*plan_.config.arrive, world.simulation.choices(), sim::entity(plan_.config.name),
                      world.simulation.now());
    return;
  }
  for (std::uint32_t index = 0; index < plan_.config.count; ++index)
    clients_.push_back(std::make_unique<Client>(world, plan_, Client::Place{.group = group_, .index = index}));
}

ClientGroup::~ClientGroup() { world_.simulation.cancel(next_visitor_); }

void ClientGroup::start() {
  for (const auto& client : clients_) client->start();
  if (visitors_) expect_visitor();
}

void ClientGroup::expect_visitor() {
  const std::optional<sim::Time> at = visitors_->next();
  if (!at) return;
  next_visitor_ = world_.simulation.at(*at, [this] {
    const std::uint32_t index = visitors_->come() - 1;
    auto visitor = std::make_unique<Client>(
        world_, plan_, Client::Place{.group = group_, .index = index, .visit = visitors_->visit(index)});
    Client& here = *visiting_.emplace(index, std::move(visitor)).first->second;
    here.visit([this, index] { visitor_left(index); });
    expect_visitor();
  });
}

/// Called from within the visitor, who therefore goes an event later.
void ClientGroup::visitor_left(std::uint32_t index) {
  world_.simulation.after(sim::Duration::zero(), [this, index] { visiting_.erase(index); });
}

}  // namespace models::client
