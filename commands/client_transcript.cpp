#include "commands/client_transcript.h"

#include <fmt/format.h>

#include "sim/choice.h"

namespace commands {

void ClientTranscript::add(models::ClientId client, std::string_view what) {
  auto& hash = seen_.try_emplace(client, sim::stable_hash("")).first->second;
  hash = sim::stable_hash(what, hash);
}

void ClientTranscript::visit(const sim::RawRecord& raw) {
  const auto read = [&raw]<class R>(R record) {
    if (!sim::decode(raw.body, record)) throw sim::TraceFormatError(fmt::format("malformed {} record", R::kName));
    return record;
  };
  switch (raw.kind) {
    case sim::BodyRecord::kKind: {
      const auto record = read(sim::BodyRecord{});
      bodies_[record.id] = sim::stable_hash(record.bytes);
      break;
    }
    case models::NameDefined::kKind: {
      const auto record = read(models::NameDefined{});
      if (record.what == models::NameOf::client) names_[models::ClientId{record.id}] = record.name;
      break;
    }
    case models::ClientConnected::kKind:
      add(read(models::ClientConnected{}).client, "open");
      break;
    case models::ClientRefused::kKind: {
      const auto record = read(models::ClientRefused{});
      add(record.client, fmt::format("refused {}", record.status));
      break;
    }
    case models::ClientReceived::kKind: {
      const auto record = read(models::ClientReceived{});
      add(record.client, fmt::format("message {}", bodies_[record.body]));
      break;
    }
    case models::HttpAnswered::kKind: {
      const auto record = read(models::HttpAnswered{});
      add(record.client, fmt::format("answer {} {}", record.status, bodies_[record.body]));
      break;
    }
    case models::ClientClosed::kKind: {
      const auto record = read(models::ClientClosed{});
      add(record.client, fmt::format("closed {} {}", record.code, record.was_clean));
      break;
    }
    default:
      break;
  }
}

std::string ClientTranscript::digest() const {
  std::map<std::string, std::uint64_t> by_name;
  for (const auto& [client, hash] : seen_) {
    const auto it = names_.find(client);
    by_name[it == names_.end() ? "?" : it->second] = hash;
  }
  std::uint64_t all = sim::stable_hash("");
  for (const auto& [name, hash] : by_name) all = sim::stable_hash(fmt::format("{} {};", name, hash), all);
  return fmt::format("{:016x}", all);
}

}  // namespace commands
