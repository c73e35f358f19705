#include "scenarios/workload/calibration.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/calendar.h"

namespace scenarios::workload {
namespace {

constexpr const char* kAssumedLength = "{exponential: 10min}";
constexpr double kAssumedLengthSeconds = 600;

Law assumed(std::string yaml) { return {.yaml = std::move(yaml), .name = "assumed", .remark = {}}; }

void fit_callers(const Workload& workload, const Samples& samples, Callers& callers) {
  constexpr std::size_t kMostPaths = 5;
  callers.arrivals = law_of_arrivals(samples.requests.at, {workload.from, workload.until});
  callers.rooms = law_of_rooms(samples.requests.rooms);
  for (const auto& [path, times] : samples.requests.paths)
    callers.paths.emplace_back(path == kUnknown ? "GET /" : workload.paths[path], times);
  std::ranges::sort(callers.paths, [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  if (callers.paths.size() > kMostPaths) callers.paths.resize(kMostPaths);
}

/// What a visit needs and the file does not say.
void assume_the_rest(const Workload& workload, const Samples& samples, Calibration& result) {
  if (!result.messages_only && result.lengths.yaml.empty()) {
    result.lengths = assumed(kAssumedLength);
    result.assumed.emplace_back("how long visits last: 10 minutes in the mean");
  }
  if (result.messages_only)
    result.assumed.emplace_back(
        "when somebody comes and goes: a visit begins with its first message, and ends one silence after its last");
  if (samples.messages > 0 && result.sizes.yaml.empty()) {
    result.sizes = assumed("100B");
    result.assumed.emplace_back("how large messages are: 100 bytes");
  }
  if (samples.messages > 0 && result.gaps.yaml.empty()) {
    result.gaps = assumed("{exponential: 1min}");
    result.assumed.emplace_back("how far apart messages are: a minute in the mean");
  }
  if (samples.messages == 0) result.assumed.emplace_back("messages: it has none, and so has the scenario");
  if (workload.hibernatable)
    result.remarks.emplace_back(
        "a log of hibernatable WebSockets does not say who of those in a room spoke or left: lengths and silences are "
        "those of clients who were alone, cut short where another came");
  result.assumed.emplace_back("what messages say, links, reconnections (each counts as a visit of its own)");
}

Calibration calibrate_events(const Workload& workload, sim::Duration apart) {
  const Samples samples = samples_of(workload, apart);
  Calibration result;
  result.remarks = workload.remarks;
  result.messages_only = workload.messages_only;
  result.connects = !samples.arrivals.empty();
  if (!samples.requests.at.empty()) fit_callers(workload, samples, result.callers);
  if (samples.alarms > 0)
    result.remarks.push_back(
        fmt::format("alarms fired: {}; they are the objects' own, and no part of the scenario", samples.alarms));
  if (!result.connects) {
    result.assumed.emplace_back("bodies of requests, links");
    if (samples.messages + samples.closes > 0)
      result.remarks.emplace_back("there are messages of clients of whom it has not seen one come");
    return result;
  }
  result.arrivals = law_of_arrivals(samples.arrivals, {workload.from, workload.until});
  result.rooms = law_of_rooms(samples.rooms);
  result.lengths = law_of_durations(samples.lengths);
  result.gaps = law_of_durations(samples.gaps);
  result.counts = law_of_counts(samples.counts);
  result.sizes = law_of_sizes(samples.sizes);
  result.path = path_shape(workload, samples);
  if (samples.rooms.empty() && !result.path.visits.empty()) {
    result.rooms = law_of_rooms(result.path.visits);
    result.remarks.emplace_back("it has no ids of objects: the part of the address that became {room} stands for them");
  }
  if (samples.closes > 0) {
    result.bare = static_cast<double>(samples.bare) / static_cast<double>(samples.closes);
    result.abrupt = static_cast<double>(samples.abrupt) / static_cast<double>(samples.closes);
  }
  assume_the_rest(workload, samples, result);
  return result;
}

/// Totals of the sums.
struct Totals {
  double requests = 0, messages = 0, connection_seconds = 0, seconds = 0;
};

/// From sums alone: who connects is a request, and how many are there at once says how long they stay (Little's law).
Calibration calibrate_sums(const Workload& workload) {
  Calibration result;
  result.remarks = workload.remarks;
  Totals totals;
  for (const auto& [at, sums] : workload.sums) {
    totals.requests += sums.requests;
    totals.messages += sums.messages;
    totals.connection_seconds += sums.connections * sim::to_seconds(sums.width);
    totals.seconds += sim::to_seconds(sums.width);
  }
  const bool sockets = totals.messages > 0 || totals.connection_seconds > 0;
  // Without messages of their own, those of sockets that hibernate are among the requests.
  const bool mixed = sockets && totals.messages == 0;
  const double assumed_visits = totals.connection_seconds / kAssumedLengthSeconds;
  const bool by_connections = mixed || (sockets && totals.requests == 0);
  std::vector<std::pair<Observed, double>> counts;
  for (const auto& [at, sums] : workload.sums)
    counts.push_back(
        {{at, at + sums.width},
         by_connections ? sums.connections * sim::to_seconds(sums.width) / kAssumedLengthSeconds : sums.requests});
  const Law arrivals = law_of_counted_arrivals(counts);
  std::vector<std::uint64_t> rooms;
  for (const auto& [object, sum] : workload.room_sums)
    if (sum >= 0.5) rooms.push_back(static_cast<std::uint64_t>(sum + 0.5));
  result.assumed.emplace_back(
      "single visits and messages: only sums are known, so that all laws but the rate are assumed");
  if (!sockets) {
    result.callers.arrivals = arrivals;
    result.callers.rooms = law_of_rooms(rooms);
    result.callers.paths.emplace_back("GET /", 1);
    return result;
  }
  result.connects = true;
  result.arrivals = arrivals;
  result.rooms = law_of_rooms(rooms);
  const double visits = by_connections ? assumed_visits : totals.requests;
  if (by_connections || totals.connection_seconds <= 0) {
    result.lengths = assumed(kAssumedLength);
    result.assumed.emplace_back(
        by_connections
            ? "how long visits last: 10 minutes in the mean, and so many visits as keep the connections there are"
            : "how long visits last: 10 minutes in the mean; max.activeWebsocketConnections would say more");
  } else {
    const double mean = totals.connection_seconds / visits;
    result.lengths = {.yaml = fmt::format("{{exponential: {}}}", duration_text(mean)),
                      .name = "by Little's law",
                      .values = static_cast<std::uint64_t>(visits),
                      .remark = "at most so long: from the most connections at once"};
  }
  const double messages = mixed ? std::max(0.0, totals.requests - visits) : totals.messages;
  const double there = totals.connection_seconds > 0 ? totals.connection_seconds : visits * kAssumedLengthSeconds;
  if (messages > 0 && there > 0)
    result.gaps = {.yaml = fmt::format("{{exponential: {}}}", duration_text(there / messages)),
                   .name = "by their mean",
                   .values = static_cast<std::uint64_t>(messages),
                   .remark = mixed ? "requests that are no connections" : ""};
  result.sizes = assumed("100B");
  result.assumed.emplace_back("how large messages are: 100 bytes");
  return result;
}

FittedLine line_of(std::string what, const Law& law) {
  return {.what = std::move(what),
          .values = law.values > 0 ? fmt::format("{}", law.values) : "-",
          .law = fmt::format("{}: {}", law.name, law.yaml),
          .distance = law.distance >= 0 ? fmt::format("{:.3f}", law.distance) : "-",
          .remark = law.remark};
}

}  // namespace

Calibration calibrate(const Workload& workload, sim::Duration apart) {
  return workload.sums.empty() ? calibrate_events(workload, apart) : calibrate_sums(workload);
}

std::vector<FittedLine> fitted_lines(const Calibration& calibration) {
  std::vector<FittedLine> lines;
  const auto add = [&](std::string what, const Law& law) {
    if (!law.yaml.empty()) lines.push_back(line_of(std::move(what), law));
  };
  if (calibration.connects) {
    add("arrivals", calibration.arrivals);
    add("objects", calibration.rooms);
    add(calibration.messages_only ? "messages a visit" : "visits last",
        calibration.messages_only ? calibration.counts : calibration.lengths);
    add("between messages", calibration.gaps);
    add("message sizes", calibration.sizes);
  }
  add("requests", calibration.callers.arrivals);
  if (!calibration.callers.paths.empty()) add("their objects", calibration.callers.rooms);
  return lines;
}

}  // namespace scenarios::workload
