#include "models/client/client_group.h"

#include <stdexcept>
#include <utility>

#include "models/client/client.h"

namespace models::client {
namespace {

StepTexts texts_of(const Step& step) {
  StepTexts texts;
  if (const auto* const connect = std::get_if<ConnectStep>(&step)) {
    texts.text.emplace(connect->path);
  } else if (const auto* const send = std::get_if<SendStep>(&step)) {
    texts.text.emplace(send->message);
  } else if (const auto* const every = std::get_if<EveryStep>(&step)) {
    texts.text.emplace(every->message);
  } else if (const auto* const http = std::get_if<HttpStep>(&step)) {
    texts.text.emplace(http->path);
    texts.body.emplace(http->body);
  }
  return texts;
}

}  // namespace

ClientGroup::ClientGroup(World& world, GroupConfig config) {
  plan_.profile = world.network.profile(config.link);
  if (config.room.rooms == 0) throw std::invalid_argument("clients need at least one room to choose from");
  if (config.room.kind == RoomChoice::Kind::zipf) plan_.zipf.emplace(config.room.s, config.room.rooms);
  for (const Step& step : config.steps) plan_.texts.push_back(texts_of(step));
  plan_.config = std::move(config);
  const std::uint32_t group = world.names.group(plan_.config.name);
  for (std::uint32_t index = 0; index < plan_.config.count; ++index) {
    clients_.push_back(std::make_unique<Client>(world, plan_, group, index));
  }
}

ClientGroup::~ClientGroup() = default;

void ClientGroup::start() {
  for (const auto& client : clients_) client->start();
}

}  // namespace models::client
