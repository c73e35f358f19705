#include "scenarios/fuzz/transcript.h"

#include <fmt/format.h>

#include "models/invariants/property.h"

namespace scenarios::fuzz {

using models::invariants::on;

void Transcript::visit(const sim::RawRecord& record) {
  on<sim::BodyRecord>(record, [this](const sim::BodyRecord& body) { bodies_[body.id] = body.bytes; });
  on<models::NameDefined>(record, [this](const models::NameDefined& named) {
    if (named.what == models::NameOf::client) names_[models::ClientId{named.id}] = named.name;
  });
  on<models::ClientConnected>(record, [this](const models::ClientConnected& one) { add(one.client, "open"); });
  on<models::ClientRefused>(
      record, [this](const models::ClientRefused& one) { add(one.client, fmt::format("refused {}", one.status)); });
  on<models::ClientReceived>(
      record, [this](const models::ClientReceived& one) { add(one.client, "message " + bodies_[one.body]); });
  on<models::HttpAnswered>(record, [this](const models::HttpAnswered& one) {
    add(one.client, fmt::format("answer {} {}", one.status, bodies_[one.body]));
  });
  on<models::ClientClosed>(record, [this](const models::ClientClosed& one) {
    add(one.client, fmt::format("closed {}{}", one.code, one.was_clean ? " cleanly" : ""));
  });
}

std::map<std::string, std::vector<std::string>> Transcript::lines() const {
  std::map<std::string, std::vector<std::string>> by_name;
  for (const auto& [client, lines] : seen_) {
    const auto name = names_.find(client);
    by_name[name == names_.end() ? "?" : name->second] = lines;
  }
  return by_name;
}

}  // namespace scenarios::fuzz
