#include <fmt/format.h>

#include "scenarios/load_messages.h"
#include "scenarios/load_parts.h"
#include "scenarios/quantities.h"

// What keeps clients connected, and what gets in their way.

namespace scenarios {
namespace {

using models::client::Background;
using models::client::GroupConfig;
using models::client::Reconnect;

void read_jitter(MapReader& map, Reconnect& reconnect) {
  std::string jitter = "full";
  map.one_of("jitter", {"full", "none"}, jitter);
  reconnect.full_jitter = jitter == "full";
}

void read_reconnect(const Node& node, Reconnect& reconnect, Problems& problems) {
  if (node.is_scalar() && node.text == "none") return;
  MapReader map(node, "reconnect", {"fixed", "exponential"}, problems);
  if (!map.exactly_one_of({"fixed", "exponential"}, "reconnect: {exponential: {base: 1s, cap: 30s}}, or none")) return;
  if (const Node* fixed = map.find("fixed")) {
    reconnect.kind = Reconnect::Kind::fixed;
    if (!fixed->is_map()) return map.duration("fixed", reconnect.base, true);
    MapReader inner(*fixed, "fixed", {"after", "jitter"}, problems);
    inner.duration("after", reconnect.base, true);
    read_jitter(inner, reconnect);
  } else if (const Node* exponential = map.find("exponential")) {
    reconnect.kind = Reconnect::Kind::exponential;
    MapReader inner(*exponential, "exponential", {"base", "cap", "jitter"}, problems);
    inner.duration("base", reconnect.base, true);
    inner.duration("cap", reconnect.cap, true);
    read_jitter(inner, reconnect);
    if (reconnect.cap < reconnect.base)
      problems.add(exponential->mark, "the cap of a backoff must not be shorter than its base");
  }
}

void read_offline_queue(const Node& node, models::client::OfflineQueue& offline, Problems& problems) {
  constexpr std::uint64_t kMost = 100'000;
  std::uint64_t most = 100;
  if (node.is_scalar()) {
    const auto given = parse_count(node.text);
    if (!given || *given > kMost)
      problems.add(node.mark,
                   fmt::format("offline queue must be a whole number from 0 to {}, not {}", kMost, shown(node)),
                   "for example: offline queue: 100");
    most = given.value_or(0);
  } else {
    MapReader map(node, "offline queue", {"most", "full"}, problems);
    map.count("most", 0, kMost, most);
    std::string full = "drop oldest";
    map.one_of("full", {"drop oldest", "drop newest"}, full);
    offline.drop_oldest = full == "drop oldest";
  }
  offline.most = static_cast<std::uint32_t>(most);
}

void read_heartbeat(const Node& node, const Places& places, GroupConfig& group, Problems& problems) {
  MapReader map(node, "heartbeat", {"every", "send", "answer", "within"}, problems);
  map.require({"every"}, "heartbeat: {every: 30s, send: ping, answer: pong, within: 10s}");
  models::client::Heartbeat& heartbeat = group.heartbeat.emplace();
  map.distribution("every", heartbeat.every);
  if (const Node* every = map.find("every"); every != nullptr && heartbeat.every.highest() <= 0)
    problems.add(every->mark, "a heart cannot beat every 0s: time would stand still", "write a longer interval");
  map.duration("within", heartbeat.within, true);
  if (const Node* send = map.find("send")) heartbeat.message = read_message(*send, places, problems);
  if (const Node* answer = map.find("answer")) heartbeat.answer = read_pattern(*answer, places, problems);
}

/// 10/s: messages; 16KiB/s: bytes.
void read_pace(const Node& node, models::client::ReadingPace& pace, Problems& problems) {
  const std::size_t slash = node.is_scalar() ? node.text.find('/') : std::string::npos;
  if (slash != std::string::npos) {
    const auto size = parse_size(std::string_view(node.text).substr(0, slash));
    const auto per = parse_rate("1" + node.text.substr(slash));
    const auto messages = parse_rate(node.text);
    if (size && per) pace.bytes_per_second = static_cast<double>(*size) * *per;
    if (!size && messages) pace.messages_per_second = *messages;
    if (pace.limited()) return;
  }
  problems.add(node.mark, fmt::format("expected messages or bytes in a time, not {}", shown(node)),
               "for example: reads at most: 10/s, or 16KiB/s");
}

void read_duplicate_tab(const Node& node, GroupConfig& group, Problems& problems) {
  MapReader map(node, "duplicate tab", {"share", "after"}, problems);
  map.require({"after"}, "duplicate tab: {share: 20%, after: {exponential: 2min}}");
  models::client::DuplicateTab& tab = group.duplicate_tab.emplace();
  map.probability("share", tab.share);
  map.distribution("after", tab.after);
}

void read_background(const Node& node, GroupConfig& group, Problems& problems) {
  MapReader map(node, "background", {"share", "shown", "hidden", "timers"}, problems);
  map.require({"shown", "hidden"},
              "background: {share: 50%, shown: {exponential: 2min}, hidden: {exponential: 20min}}");
  Background& background = group.background.emplace();
  map.probability("share", background.share);
  map.distribution("shown", background.shown);
  map.distribution("hidden", background.hidden);
  if (background.shown.highest() <= 0 && background.hidden.highest() <= 0 && map.find("hidden") != nullptr)
    problems.add(node.mark, "a page is shown or hidden for some time");
  std::string timers = "throttled";
  map.one_of("timers", {"throttled", "1/s", "1/min", "frozen"}, timers);
  background.timers = timers == "frozen"  ? Background::Timers::frozen
                      : timers == "1/s"   ? Background::Timers::second
                      : timers == "1/min" ? Background::Timers::minute
                                          : Background::Timers::throttled;
}

}  // namespace

void read_staying_connected(MapReader& map, const Places& places, GroupConfig& group) {
  Problems& problems = map.problems();
  if (const Node* reconnect = map.find("reconnect")) read_reconnect(*reconnect, group.reconnect, problems);
  if (const Node* queue = map.find("offline queue")) read_offline_queue(*queue, group.offline, problems);
  if (const Node* heartbeat = map.find("heartbeat")) read_heartbeat(*heartbeat, places, group, problems);
  if (const Node* pace = map.find("reads at most")) read_pace(*pace, group.reads, problems);
  if (const Node* tab = map.find("duplicate tab")) read_duplicate_tab(*tab, group, problems);
  if (const Node* background = map.find("background")) read_background(*background, group, problems);
}

}  // namespace scenarios
