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

const KeyRow kJitter{"jitter", value::word({"full", "none"}), "full", "full: anything from 0 to the wait", "none"};
const KeyTable kFixed{.name = "fixed",
                      .rows = {{"after", value::positive_duration(), "1s", "the wait", "2s"}, kJitter}};
const KeyTable kExponential{
    .name = "exponential",
    .rows = {{"base", value::positive_duration(), "1s", "the first wait; each is twice the one before", "2s"},
             {"cap", value::positive_duration(), "30s", "the longest", "1min"},
             kJitter}};
const KeyTable kReconnect{
    .name = "reconnect",
    .rows = {{"fixed", value::any_of({value::positive_duration(), value::map(kFixed)}), kOptional,
              "always after the same time", "2s"},
             {"exponential", value::map(kExponential), kOptional, "after ever longer times", "{base: 1s, cap: 30s}"}},
    .exactly_one_of = {"fixed", "exponential"}};

constexpr std::uint64_t kMostQueued = 100'000;
const KeyTable kOfflineQueue{.name = "offline queue",
                             .rows = {{"most", value::count(0, kMostQueued), "100", "how many messages it holds", "50"},
                                      {"full", value::word({"drop oldest", "drop newest"}), "drop oldest",
                                       "what gives way when it is full", "drop newest"}}};
const KeyTable kHeartbeat{
    .name = "heartbeat",
    .example = "heartbeat: {every: 30s, send: ping, answer: pong, within: 10s}",
    .rows = {{"every", value::distribution(), kNeeded, "between two beats", "30s"},
             {"send", message_value(), "ping", "the message", "ping"},
             {"answer", pattern_value(), "any message", "what must come back", "pong"},
             {"within", value::positive_duration(), "10s", "else the connection is taken for lost", "5s"}}};
const KeyTable kDuplicateTab{
    .name = "duplicate tab",
    .example = "duplicate tab: {share: 20%, after: {exponential: 2min}}",
    .rows = {{"share", value::share(), "100%", "of the clients", "20%"},
             {"after", value::distribution(), kNeeded, "how long after the first tab", "{exponential: 2min}"}}};
const KeyTable kBackground{
    .name = "background",
    .example = "background: {share: 50%, shown: {exponential: 2min}, hidden: {exponential: 20min}}",
    .rows = {
        {"share", value::share(), "100%", "of the clients", "50%"},
        {"shown", value::distribution(), kNeeded, "how long the page is in front", "{exponential: 2min}"},
        {"hidden", value::distribution(), kNeeded, "how long it is not", "{exponential: 20min}"},
        {"timers", value::word({"throttled", "1/s", "1/min", "frozen"}), "throttled", "of a hidden page", "frozen"}}};

}  // namespace

std::vector<KeyRow> staying_connected_rows() {
  return {{"reconnect", value::any_of({value::word({"none"}), value::map(kReconnect)}), "none",
           "what a client does whose connection breaks", "{exponential: {base: 1s, cap: 30s}}"},
          {"offline queue", value::any_of({value::count(0, kMostQueued), value::map(kOfflineQueue)}), "0",
           "messages that wait for the connection", "{most: 100, full: drop oldest}"},
          {"heartbeat", value::map(kHeartbeat), kOptional, "how a client finds out that nobody is there",
           "{every: 30s, send: ping, answer: pong, within: 10s}"},
          {"reads at most", value::text("^[0-9.]+[ \\t]*[A-Za-z]*/[a-z]+$"), "all at once",
           "messages or bytes in a time", "10/s"},
          {"duplicate tab", value::map(kDuplicateTab), kOptional, "a second connection of the same client",
           "{share: 20%, after: {exponential: 2min}}"},
          {"background", value::map(kBackground), kOptional, "pages that are not in front, whose timers are slower",
           "{share: 50%, shown: {exponential: 2min}, hidden: {exponential: 20min}}"}};
}

namespace {

void read_jitter(MapReader& map, Reconnect& reconnect) {
  std::string jitter = "full";
  map.one_of("jitter", jitter);
  reconnect.full_jitter = jitter == "full";
}

void read_reconnect(const Node& node, Reconnect& reconnect, Problems& problems) {
  if (node.is_scalar() && node.text == "none") return;
  MapReader map(node, kReconnect, problems);
  if (!map.exactly_one_of("reconnect: {exponential: {base: 1s, cap: 30s}}, or none")) return;
  if (const Node* fixed = map.find("fixed")) {
    reconnect.kind = Reconnect::Kind::fixed;
    if (!fixed->is_map()) return map.duration("fixed", reconnect.base);
    MapReader inner(*fixed, kFixed, problems);
    inner.duration("after", reconnect.base);
    read_jitter(inner, reconnect);
  } else if (const Node* exponential = map.find("exponential")) {
    reconnect.kind = Reconnect::Kind::exponential;
    MapReader inner(*exponential, kExponential, problems);
    inner.duration("base", reconnect.base);
    inner.duration("cap", reconnect.cap);
    read_jitter(inner, reconnect);
    if (reconnect.cap < reconnect.base)
      problems.add(exponential->mark, "the cap of a backoff must not be shorter than its base");
  }
}

void read_offline_queue(const Node& node, models::client::OfflineQueue& offline, Problems& problems) {
  std::uint64_t most = 100;
  if (node.is_scalar()) {
    const auto given = parse_count(node.text);
    if (!given || *given > kMostQueued)
      problems.add(node.mark,
                   fmt::format("offline queue must be a whole number from 0 to {}, not {}", kMostQueued, shown(node)),
                   "for example: offline queue: 100");
    most = given.value_or(0);
  } else {
    MapReader map(node, kOfflineQueue, problems);
    map.count("most", most);
    std::string full = "drop oldest";
    map.one_of("full", full);
    offline.drop_oldest = full == "drop oldest";
  }
  offline.most = static_cast<std::uint32_t>(most);
}

void read_heartbeat(const Node& node, const Places& places, GroupConfig& group, Problems& problems) {
  MapReader map(node, kHeartbeat, problems);
  models::client::Heartbeat& heartbeat = group.heartbeat.emplace();
  map.distribution("every", heartbeat.every);
  if (const Node* every = map.find("every"); every != nullptr && heartbeat.every.highest() <= 0)
    problems.add(every->mark, "a heart cannot beat every 0s: time would stand still", "write a longer interval");
  map.duration("within", heartbeat.within);
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
  MapReader map(node, kDuplicateTab, problems);
  models::client::DuplicateTab& tab = group.duplicate_tab.emplace();
  map.probability("share", tab.share);
  map.distribution("after", tab.after);
}

void read_background(const Node& node, GroupConfig& group, Problems& problems) {
  MapReader map(node, kBackground, problems);
  Background& background = group.background.emplace();
  map.probability("share", background.share);
  map.distribution("shown", background.shown);
  map.distribution("hidden", background.hidden);
  if (background.shown.highest() <= 0 && background.hidden.highest() <= 0 && map.find("hidden") != nullptr)
    problems.add(node.mark, "a page is shown or hidden for some time");
  std::string timers = "throttled";
  map.one_of("timers", timers);
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
