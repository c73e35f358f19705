#include "commands/sequence_diagram.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "models/invariants/property.h"
#include "models/trace_json.h"
#include "reports/terminal_text.h"

namespace commands {
namespace {

using models::invariants::on;

constexpr std::size_t kNoteColumns = 120;

/// What Mermaid takes for syntax goes in as an entity, as its documentation asks for.
std::string mermaid_text(const std::string& text) {
  std::string out;
  for (const char c : reports::visible(text, kNoteColumns)) {
    const bool syntax = c == ';' || c == '#' || c == '<' || c == '>' || c == '"' || c == '&';
    if (syntax)
      out += fmt::format("#{};", static_cast<int>(c));
    else
      out += c;
  }
  return out;
}

}  // namespace

void Parties::visit(const sim::RawRecord& record) {
  on<models::NameDefined>(record, [&](const auto& name) {
    if (name.what == models::NameOf::room) rooms_[models::RoomId{name.id}] = name.name;
    if (name.what == models::NameOf::client) clients_[models::ClientId{name.id}] = name.name;
  });
  on<models::InvocationBegan>(record, [&](const auto& began) { invocations_[began.id] = began.room; });
}

std::string Parties::room(models::RoomId id) const {
  if (id == models::RoomId::none) return "worker";
  const auto it = rooms_.find(id);
  return it == rooms_.end() ? "room" : "room " + it->second;
}

std::string Parties::of(const sim::RawRecord& record) const {
  std::string json;
  models::append_json_line(record, json);
  const auto fields = nlohmann::json::parse(json);
  if (fields.contains("client")) {
    const auto it = clients_.find(models::ClientId{fields["client"].get<std::uint32_t>()});
    return it == clients_.end() ? "client" : "client " + it->second;
  }
  if (fields.contains("room") && fields["room"].is_number())
    return room(models::RoomId{fields["room"].get<std::uint32_t>()});
  if (record.kind == models::InvocationEnded::kKind || record.kind == models::ServiceCalled::kKind) {
    const auto it = invocations_.find(models::InvocationId{fields["id"].get<std::uint32_t>()});
    return room(it == invocations_.end() ? models::RoomId::none : it->second);
  }
  return record.kind == models::WorkerRequest::kKind ? "worker" : "platform";
}

std::string sequence_diagram(const std::vector<ChainStep>& steps, const CausalGraph& graph) {
  std::vector<std::string> parties;
  for (const ChainStep& step : steps)
    if (std::ranges::find(parties, step.party) == parties.end()) parties.push_back(step.party);
  const auto id = [&](const std::string& party) { return std::ranges::find(parties, party) - parties.begin(); };
  std::string out = "sequenceDiagram\n";
  for (std::size_t i = 0; i < parties.size(); ++i)
    out += fmt::format("  participant p{} as {}\n", i, mermaid_text(parties[i]));
  for (const ChainStep& step : steps) {
    const auto causes = graph.causes(step.number);
    const auto elsewhere = std::ranges::find_if(steps, [&](const ChainStep& one) {
      return one.party != step.party && std::ranges::find(causes, one.number) != causes.end();
    });
    const std::string text = mermaid_text(fmt::format("{}: {}", step.number + 1, step.words));
    if (elsewhere == steps.end())
      out += fmt::format("  Note over p{}: {}\n", id(step.party), text);
    else
      out += fmt::format("  p{}->>p{}: {}\n", id(elsewhere->party), id(step.party), text);
  }
  return out;
}

}  // namespace commands
