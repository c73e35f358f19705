#include "scenarios/fuzz/transcript.h"

#include <fmt/format.h>

#include "models/invariants/property.h"
#include "sim/record_json.h"

namespace scenarios::fuzz {

using models::invariants::on;

namespace {

constexpr std::chrono::seconds kGreeting{1};  // what a room says first, before the client has spoken, greets it

}  // namespace

std::string shown(const TranscriptLine& line) {
  const std::size_t what = line.text.find(' ');
  if (what == std::string::npos) return line.text;
  return line.text.substr(0, what + 1) + sim::text_or_bytes(std::string_view(line.text).substr(what + 1));
}

std::optional<LinesApart> first_apart(const std::vector<TranscriptLine>& awake,
                                      const std::vector<TranscriptLine>& napped) {
  LinesApart at;
  for (; at.napped < napped.size(); ++at.napped) {
    if (at.awake < awake.size() && awake[at.awake].text == napped[at.napped].text)
      ++at.awake;
    else if (!napped[at.napped].greets_anew)
      return at;
  }
  return at.awake == awake.size() ? std::nullopt : std::optional(at);
}

void Transcript::visit(const sim::RawRecord& record) {
  on<sim::BodyRecord>(record, [this](const sim::BodyRecord& body) { bodies_[body.id] = body.bytes; });
  on<models::NameDefined>(record, [this](const models::NameDefined& named) {
    if (named.what == models::NameOf::client) clients_[models::ClientId{named.id}].name = named.name;
  });
  on<models::ClientConnected>(record, [&](const models::ClientConnected& one) {
    add(one.client, "open");
    Client& client = clients_[one.client];
    client.opened = record.at;
    client.spoke = false;
    client.greeting.clear();
  });
  on<models::ClientSent>(record, [this](const models::ClientSent& one) { clients_[one.client].spoke = true; });
  on<models::ClientRefused>(
      record, [this](const models::ClientRefused& one) { add(one.client, fmt::format("refused {}", one.status)); });
  on<models::ClientReceived>(record, [&](const models::ClientReceived& one) { received(record.at, one); });
  on<models::HttpAnswered>(record, [this](const models::HttpAnswered& one) {
    add(one.client, fmt::format("answer {} {}", one.status, bodies_[one.body]));
  });
  on<models::ClientClosed>(record, [this](const models::ClientClosed& one) {
    add(one.client, fmt::format("closed {}{}", one.code, one.was_clean ? " cleanly" : ""));
  });
}

void Transcript::received(sim::Time at, const models::ClientReceived& message) {
  Client& client = clients_[message.client];
  const bool greets = !client.spoke && at - client.opened <= kGreeting;
  const std::string& text = bodies_[message.body];
  const bool anew = !greets && client.greeting.contains(text);
  if (greets) client.greeting.insert(text);
  client.seen.push_back({.text = "message " + text, .greets_anew = anew});
}

std::map<std::string, std::vector<TranscriptLine>> Transcript::lines() const {
  std::map<std::string, std::vector<TranscriptLine>> by_name;
  for (const auto& [id, client] : clients_)
    if (!client.seen.empty()) by_name[client.name] = client.seen;
  return by_name;
}

}  // namespace scenarios::fuzz
