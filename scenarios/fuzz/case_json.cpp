#include "scenarios/fuzz/case_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "scenarios/fuzz/holds.h"

namespace scenarios::fuzz {
namespace {

using models::FaultKind;
using nlohmann::json;

/// What the fuzzer makes; a fault of another kind, or with other keys, is none of its own.
constexpr FaultKind kKinds[] = {FaultKind::hibernate,
                                FaultKind::evict,
                                FaultKind::host_lost,
                                FaultKind::deploy,
                                FaultKind::crash_before_commit,
                                FaultKind::crash_after_commit,
                                FaultKind::alarm_duplicate,
                                FaultKind::alarm_late,
                                FaultKind::connection_reset,
                                FaultKind::half_open,
                                FaultKind::clog,
                                FaultKind::storage_write_fails,
                                FaultKind::storage_write_hangs,
                                FaultKind::slow_storage};
constexpr std::int64_t kLongest = std::int64_t{366} * 86400 * 1'000'000'000;

json to_json(const Fault& fault) {
  json written = {{"fault", models::name_of(fault.kind)}};
  if (fault.at) written["at"] = fault.at->count();
  if (fault.lasts) written["for"] = fault.lasts->count();
  if (fault.when) written["when"] = {static_cast<int>(fault.when->moment), fault.when->nth};
  if (!fault.rooms.empty()) written["rooms"] = fault.rooms;
  if (!fault.clients.empty()) written["clients"] = fault.clients;
  if (fault.takes.a > 0) written["takes"] = static_cast<std::int64_t>(fault.takes.a);
  return written;
}

/// A whole number of nanoseconds that a run may last.
std::optional<sim::Duration> duration_in(const json& written, const char* key) {
  const auto found = written.find(key);
  if (found == written.end() || !found->is_number_integer()) return std::nullopt;
  const auto ns = found->get<std::int64_t>();
  if (ns < 0 || ns > kLongest) return std::nullopt;
  return sim::Duration(ns);
}

bool read_names(const json& written, const char* key, std::vector<std::string>& names) {
  const auto found = written.find(key);
  if (found == written.end()) return true;
  if (!found->is_array() || !std::ranges::all_of(*found, [](const json& one) { return one.is_string(); })) return false;
  names = found->get<std::vector<std::string>>();
  return true;
}

bool read_when(const json& written, Fault& fault) {
  const auto found = written.find("when");
  if (found == written.end()) return true;
  if (!found->is_array() || found->size() != 2 || !(*found)[0].is_number_unsigned() ||
      !(*found)[1].is_number_unsigned())
    return false;
  const auto moment = (*found)[0].get<std::uint64_t>();
  const auto nth = (*found)[1].get<std::uint64_t>();
  if (moment >= std::size(models::runtime::kMoments) || nth == 0) return false;
  fault.when = Trigger{.moment = static_cast<models::runtime::Moment>(moment), .nth = nth, .repeats = false};
  return true;
}

std::optional<Fault> fault_from(const json& written) {
  const auto named = written.find("fault");
  if (named == written.end() || !named->is_string()) return std::nullopt;
  const auto kind = std::ranges::find(kKinds, named->get<std::string>(),
                                      [](FaultKind one) { return std::string(models::name_of(one)); });
  if (kind == std::end(kKinds)) return std::nullopt;
  Fault fault;
  fault.kind = *kind;
  fault.at = duration_in(written, "at");
  fault.lasts = duration_in(written, "for");
  if (const auto takes = duration_in(written, "takes"))
    fault.takes = sim::Distribution::constant(static_cast<double>(takes->count()));
  if (!read_names(written, "rooms", fault.rooms) || !read_names(written, "clients", fault.clients) ||
      !read_when(written, fault))
    return std::nullopt;
  if (fault.at.has_value() == fault.when.has_value()) return std::nullopt;
  if ((fault.kind == FaultKind::clog) != fault.lasts.has_value() && fault.kind != FaultKind::half_open)
    return std::nullopt;
  if (fault.kind == FaultKind::clog && (!fault.at || fault.clients.size() != 1)) return std::nullopt;
  if (fault.takes.a > static_cast<double>(kLatestAlarm.count())) return std::nullopt;
  if (fault.kind == FaultKind::deploy) fault.rollout = {};
  return fault;
}

std::optional<Mischief> mischief_from(const json& written) {
  if (!written.is_object()) return std::nullopt;
  if (const auto found = written.find("knob"); found != written.end()) {
    if (!found->is_number_unsigned() || found->get<std::uint64_t>() >= std::size(kKnobs)) return std::nullopt;
    return kKnobs[found->get<std::size_t>()];
  }
  if (auto fault = fault_from(written)) return std::move(*fault);
  return std::nullopt;
}

}  // namespace

json to_json(const Case& one) {
  json mischief = json::array();
  for (const Mischief& each : one.mischief) {
    if (const auto* knob = std::get_if<Knob>(&each))
      mischief.push_back({{"knob", static_cast<int>(*knob)}});
    else
      mischief.push_back(to_json(std::get<Fault>(each)));
  }
  return {{"seed", one.seed}, {"naps", one.naps_alone}, {"mischief", std::move(mischief)}};
}

std::optional<Case> case_from(const json& written) {
  if (!written.is_object()) return std::nullopt;
  const auto seed = written.find("seed"), naps = written.find("naps"), mischief = written.find("mischief");
  const auto end = written.end();
  if (seed == end || naps == end || mischief == end || !seed->is_number_unsigned() || !naps->is_boolean() ||
      !mischief->is_array())
    return std::nullopt;
  Case one{.seed = seed->get<std::uint64_t>(), .mischief = {}, .naps_alone = naps->get<bool>()};
  for (const json& each : *mischief) {
    auto read = mischief_from(each);
    if (!read) return std::nullopt;
    one.mischief.push_back(std::move(*read));
  }
  return one;
}

}  // namespace scenarios::fuzz
