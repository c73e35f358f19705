#include <algorithm>
#include <utility>

#include "models/network/connection.h"
#include "models/records.h"
#include "scenarios/fault_scope.h"
#include "scenarios/faults.h"

// What befalls clients' ways into the network.

namespace scenarios {

using models::FaultKind;
using models::network::AccessLine;
using models::network::Connection;

namespace {

/// Open WebSockets, and, for what breaks connections, requests under way.
bool is_struck(const Connection& connection, FaultKind kind) {
  return connection.established() || (kind == FaultKind::connection_reset && connection.is_asking());
}

/// What befalls one may end it.
std::vector<models::network::ConnectionRef> struck_connections(const AccessLine& line, FaultKind kind) {
  std::vector<models::network::ConnectionRef> struck;
  for (Connection* connection : line.connections)
    if (is_struck(*connection, kind)) struck.emplace_back(connection);
  return struck;
}

}  // namespace

std::vector<AccessLine*> Faults::choose_lines(const Planned& planned, bool connected, bool all) const {
  std::vector<AccessLine*> there;
  for (AccessLine& line : network_.lines())
    if (in_scope(planned.fault.clients, line.name) &&
        in_scope(planned.fault.links, network_.profile_name(line.profile)) &&
        (!connected || std::ranges::any_of(line.connections, [&](const Connection* connection) {
          return is_struck(*connection, planned.fault.kind);
        })))
      there.push_back(&line);
  if (all || there.size() < 2) return there;
  const auto least = std::ranges::min_element(there, {}, [&](const AccessLine* line) {
    return std::pair(draw("fault.client", planned, line->entity, planned.strikes), line->client);
  });
  return {*least};
}

void Faults::strike_network(Planned& planned) {
  const Fault& fault = planned.fault;
  if (fault.kind == FaultKind::swizzle) return swizzle(planned);
  const bool clogs = fault.kind == FaultKind::clog;
  for (AccessLine* line : choose_lines(planned, !clogs, fault.all)) {
    if (clogs) {
      clog(*line, fault.kind, simulation().now(), sim::later(simulation().now(), *fault.lasts));
      continue;
    }
    simulation().record(models::LinkFault{.kind = fault.kind, .client = line->client});
    for (const auto& connection : struck_connections(*line, fault.kind)) {
      if (fault.kind == FaultKind::half_open)
        connection->half_open(fault.lasts);
      else
        connection->reset();
    }
  }
}

void Faults::clog(AccessLine& line, FaultKind kind, sim::Time begins, sim::Time ends) {
  simulation().at(begins, sim::Action([this, &line, kind, begins, ends] {
                    std::erase_if(line.outages, [begins](const auto& outage) { return outage.ends <= begins; });
                    line.outages.push_back({.begins = begins, .ends = ends, .directions = {}});
                    simulation().record(models::LinkFault{.kind = kind, .client = line.client, .until = ends});
                  }));
}

/// As FoundationDB's simulator does it: a part of the links stop, one after another, and when all have they are let go
/// one after another in another order.
void Faults::swizzle(const Planned& planned) {
  const Fault& fault = planned.fault;
  struct Stopped {
    AccessLine* line;
    std::uint64_t stops;
    std::uint64_t goes;
    sim::Time begins{};
  };
  std::vector<Stopped> stopped;
  for (AccessLine* line : choose_lines(planned, false, true)) {
    const std::uint64_t taken = draw("fault.swizzled", planned, line->entity, planned.strikes);
    if (static_cast<double>(taken >> 11) * 0x1.0p-53 < fault.share)
      stopped.push_back({line, draw("fault.swizzle-stops", planned, line->entity, planned.strikes),
                         draw("fault.swizzle-goes", planned, line->entity, planned.strikes)});
  }
  const auto count = static_cast<std::int64_t>(stopped.size());
  const auto in_order = [&](std::uint64_t Stopped::* by) {
    std::ranges::sort(stopped, {}, [by](const Stopped& s) { return std::pair(s.*by, s.line->client); });
  };
  in_order(&Stopped::stops);
  for (std::int64_t i = 0; i < count; ++i)
    stopped[static_cast<std::size_t>(i)].begins = simulation().now() + fault.within * i / count;
  in_order(&Stopped::goes);
  const sim::Time all_stopped = simulation().now() + fault.within + fault.lasts.value_or(sim::Duration::zero());
  for (std::int64_t i = 0; i < count; ++i) {
    const Stopped& one = stopped[static_cast<std::size_t>(i)];
    clog(*one.line, fault.kind, one.begins, all_stopped + fault.within * (i + 1) / count);
  }
}

}  // namespace scenarios
