#include "models/invariants/clients_converge.h"

#include <fmt/format.h>

#include "sim/calendar.h"

namespace models::invariants {

std::string ClientsConverge::name() const {
  return fmt::format("clients converge{} within {}", only_.empty() ? "" : fmt::format(" on {}", only_),
                     sim::format_duration(within_));
}

void ClientsConverge::visit(const sim::RawRecord& record, const RunContext& run) {
  compare_up_to(record.at, run);
  on<ViewReported>(record, [&](const ViewReported& reported) {
    if (!only_.empty() && reported.name != only_) return;
    View& view = views_[reported.name];
    const auto [seen, is_new] = view.seen.try_emplace(reported.client, reported.value);
    if (!is_new && seen->second == reported.value) return;
    seen->second = reported.value;
    view.changed = record.at;
    view.settled = false;
  });
  on<ScriptEnded>(record, [&](const ScriptEnded& ended) {
    for (auto& [name, view] : views_) view.seen.erase(ended.client);
  });
}

void ClientsConverge::compare_up_to(sim::Time now, const RunContext& run) {
  for (auto& [name, view] : views_) {
    if (view.settled || now < sim::later(view.changed, within_)) continue;
    view.settled = true;
    compare(name, view, sim::later(view.changed, within_), run);
  }
}

void ClientsConverge::compare(const std::string& name, const View& view, sim::Time at, const RunContext& run) {
  if (view.seen.size() < 2) return;
  findings_.examined();
  std::map<sim::BodyId, std::vector<ClientId>> by_value;
  for (const auto& [client, value] : view.seen) by_value[value].push_back(client);
  if (by_value.size() == 1) return;
  Violation violation{.at = at, .who = fmt::format("view {}", name), .explanation = {}};
  violation.explanation.push_back(fmt::format("{} after its last change, {} clients see {} different things:",
                                              sim::format_duration(within_), view.seen.size(), by_value.size()));
  for (const auto& [value, clients] : by_value)
    violation.explanation.push_back(
        fmt::format("{}{}: {}", run.client(clients.front()),
                    clients.size() > 1 ? fmt::format(" and {} more", clients.size() - 1) : "", run.quoted(value)));
  findings_.violated(std::move(violation));
}

Verdict ClientsConverge::verdict(const RunContext& run) {
  compare_up_to(run.now(), run);
  return findings_.verdict(name(),
                           "no view was reported by two clients that were there together, with a quiet time "
                           "after its last change");
}

}  // namespace models::invariants
