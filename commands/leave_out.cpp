#include "commands/leave_out.h"

#include <algorithm>

namespace commands {
namespace {

using models::runtime::PlatformOptions;
using scenarios::fuzz::Knob;

bool is_turned(Knob knob, const PlatformOptions& options) {
  switch (knob) {
    case Knob::punctual_alarms:
      return options.alarm_lateness == sim::Distribution::constant(0);
    case Knob::any_socket_order:
      return !options.sockets_in_recorded_order;
    case Knob::isolates_apart:
      return options.isolates > 1 && options.empty_isolates_go;
    case Knob::exceptions_end_instances:
      return options.uncaught_resets > 0;
  }
  return false;
}

/// What every preset has.
void turn_back(Knob knob, PlatformOptions& options) {
  const PlatformOptions usual;
  switch (knob) {
    case Knob::punctual_alarms:
      options.alarm_lateness = usual.alarm_lateness;
      break;
    case Knob::any_socket_order:
      options.sockets_in_recorded_order = usual.sockets_in_recorded_order;
      break;
    case Knob::isolates_apart:
      options.isolates = usual.isolates;
      options.empty_isolates_go = usual.empty_isolates_go;
      break;
    case Knob::exceptions_end_instances:
      options.uncaught_resets = usual.uncaught_resets;
      break;
  }
}

}  // namespace

std::vector<Knob> turned_knobs(const scenarios::Scenario& scenario) {
  std::vector<Knob> turned;
  for (const Knob knob : scenarios::fuzz::kKnobs)
    if (is_turned(knob, scenario.platform.options)) turned.push_back(knob);
  return turned;
}

nlohmann::json request_of(const LeftOut& left_out) {
  nlohmann::json knobs = nlohmann::json::array();
  for (const Knob knob : left_out.knobs) knobs.push_back(static_cast<int>(knob));
  return {{"faults", left_out.faults}, {"knobs", std::move(knobs)}};
}

void leave_out(const nlohmann::json& request, scenarios::Scenario& scenario) {
  const auto left_out = request.find("leftOut");
  if (left_out == request.end()) return;
  auto places = left_out->at("faults").get<std::vector<std::size_t>>();
  std::ranges::sort(places, std::greater<>());
  for (const std::size_t place : places)
    scenario.faults.erase(scenario.faults.begin() + static_cast<std::ptrdiff_t>(place));
  for (const int knob : left_out->at("knobs")) turn_back(static_cast<Knob>(knob), scenario.platform.options);
}

}  // namespace commands
