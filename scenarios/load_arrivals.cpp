#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "scenarios/load_parts.h"
#include "scenarios/load_visits.h"
#include "scenarios/quantities.h"
#include "sim/calendar.h"
#include "sim/rate_table.h"

// How visitors come: `arrive:`.

namespace scenarios {
namespace {

using models::client::Arrive;
using sim::RateTable;

const KeyTable kBursts{
    .name = "bursts",
    .example = "bursts: {rate: 20/s, on: {exponential: 10s}, off: {exponential: 5min}}",
    .rows = {{"rate", value::rate(), kNeeded, "during a burst", "20/s"},
             {"on", value::distribution(), kNeeded, "how long a burst lasts", "{exponential: 10s}"},
             {"off", value::distribution(), kNeeded, "how long nobody comes after it", "{exponential: 5min}"}}};
const KeyTable kFlashCrowd{.name = "flash crowd",
                           .example = "flash crowd: {at: 10min, visitors: 5000, rise: 30s, fall: 5min, otherwise: 1/s}",
                           .rows = {{"at", value::duration(), kNeeded, "when it begins", "10min"},
                                    {"visitors", value::count(1, 1'000'000), kNeeded, "how many come in it", "5000"},
                                    {"rise", value::positive_duration(), "30s", "how long their rate rises", "1min"},
                                    {"fall", value::positive_duration(), "5min", "how long it falls then", "10min"},
                                    {"otherwise", value::rate(), "0/s", "at which rate others come", "1/s"}}};
const KeyTable kArrive{
    .name = "arrive",
    .rows = {{"poisson", value::rate(), kOptional, "at this rate, each on their own", "2/s"},
             {"rates", value::names(value::rate(), "^[0-9]{1,2}:[0-9]{2}$", 1), kOptional,
              "at rates that go with the time of day, UTC", "{00:00: 10/h, 08:00: 2/min, 20:00: 30/h}"},
             {"bursts", value::map(kBursts), kOptional, "in bursts",
              "{rate: 20/s, on: {exponential: 10s}, off: {exponential: 5min}}"},
             {"flash crowd", value::map(kFlashCrowd), kOptional, "all at once, for a while",
              "{at: 10min, visitors: 5000, rise: 30s, fall: 5min, otherwise: 1/s}"},
             {"visits", value::text("."), kOptional,
              "as a CSV file has it: at, perhaps room and length, and places of its own", "visits.csv"},
             {"messages", value::text("."), kOptional,
              "as those came whose messages a CSV file has: client, at, and perhaps room, text, size, hex, base64",
              "messages.csv"},
             {"ahead", value::duration(), "1s", "how long before the first message", "5s", {"messages"}},
             {"apart",
              value::positive_duration(),
              kOptional,
              "messages so far from one another are of two visits",
              "10min",
              {"messages"}},
             {"at most", value::count(1, 1'000'000), "1000000", "how many come in all", "1000"}},
    .exactly_one_of = {"poisson", "rates", "bursts", "flash crowd", "visits", "messages"}};

}  // namespace

Value arrive_value() { return value::any_of({value::rate(), value::map(kArrive)}); }

namespace {

std::optional<double> read_rate(const Node& node, Problems& problems) {
  const auto rate = node.is_scalar() ? parse_rate(node.text) : std::nullopt;
  if (!rate)
    problems.add(node.mark, fmt::format("expected a rate, not {}", shown(node)), "rates are written 2/s, 30/min, 5/h");
  return rate;
}

void set_rates(std::vector<RateTable::Step> steps, sim::Duration period, const Node& node, Arrive& arrive,
               Problems& problems) {
  try {
    arrive.rates = std::make_shared<const RateTable>(std::move(steps), period);
  } catch (const std::invalid_argument& error) {
    problems.add(node.mark, error.what());
  }
}

/// {00:00: 10/h, 08:00: 2/min}: by the time of day, each day.
void read_day(const Node& node, sim::Time start, Arrive& arrive, Problems& problems) {
  constexpr std::string_view kExample = "for example, in UTC: rates: {00:00: 10/h, 08:00: 2/min, 20:00: 30/h}";
  std::vector<RateTable::Step> steps;
  for (const auto& [from, value] : node.entries) {
    const auto time = parse_time_of_day(from->text);
    if (!time) problems.add(from->mark, fmt::format("{} is no time of day", shown(*from)), std::string(kExample));
    const auto rate = read_rate(*value, problems);
    if (!time || !rate) return;
    steps.push_back({*time, *rate});
  }
  const auto ascending =
      std::ranges::adjacent_find(steps, [](const auto& one, const auto& other) { return one.from >= other.from; });
  if (steps.empty() || ascending != steps.end() || steps.back().from >= std::chrono::hours(24))
    return problems.add(node.mark, "rates go through one day, from earlier to later times", std::string(kExample));
  // Before the first time holds what holds at the day's end.
  if (steps.front().from > sim::Duration::zero())
    steps.insert(steps.begin(), {sim::Duration::zero(), steps.back().per_second});
  arrive.offset = sim::time_of_day(start);
  set_rates(std::move(steps), std::chrono::hours(24), node, arrive, problems);
}

void read_bursts(const Node& node, Arrive& arrive, Problems& problems) {
  MapReader map(node, kBursts, problems);
  arrive.kind = Arrive::Kind::bursts;
  map.distribution("on", arrive.on);
  map.distribution("off", arrive.off);
  if (const Node* on = map.find("on"); on != nullptr && arrive.on.highest() <= 0)
    problems.add(on->mark, "a burst takes some time", "for example: on: {exponential: 10s}");
  const Node* rate = map.find("rate");
  if (rate == nullptr) return;
  arrive.per_second = read_rate(*rate, problems).value_or(1);
  if (arrive.per_second <= 0) problems.add(rate->mark, "nobody comes at a rate of 0", "for example: rate: 20/s");
}

/// So many visitors over those who come anyway: their rate rises in a straight line and falls in another, in small
/// steps.
void read_flash_crowd(const Node& node, Arrive& arrive, Problems& problems) {
  constexpr int kStepsUp = 20, kStepsDown = 60;
  MapReader map(node, kFlashCrowd, problems);
  sim::Duration at{}, rise = std::chrono::seconds(30), fall = std::chrono::minutes(5);
  std::uint64_t visitors = 1;
  map.duration("at", at);
  map.duration("rise", rise);
  map.duration("fall", fall);
  map.count("visitors", visitors);
  double base = 0;
  if (const Node* otherwise = map.find("otherwise")) base = read_rate(*otherwise, problems).value_or(0);
  const double peak = 2 * static_cast<double>(visitors) / (static_cast<double>((rise + fall).count()) / 1e9);
  std::vector<RateTable::Step> steps;
  if (at > sim::Duration::zero()) steps.push_back({sim::Duration::zero(), base});
  for (int i = 0; i < kStepsUp; ++i) steps.push_back({at + rise * i / kStepsUp, base + peak * (i + 0.5) / kStepsUp});
  for (int i = 0; i < kStepsDown; ++i)
    steps.push_back({at + rise + fall * i / kStepsDown, base + peak * (kStepsDown - i - 0.5) / kStepsDown});
  steps.push_back({at + rise + fall, base});
  set_rates(std::move(steps), sim::Duration::zero(), node, arrive, problems);
}

void read_visit_table(const Node& node, const ClientContext& context, models::client::GroupConfig& group,
                      Problems& problems) {
  Arrive& arrive = *group.arrive;
  arrive.kind = Arrive::Kind::visits;
  VisitTable table = read_visits(node, context.start, problems);
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    group.places.push_back({.kind = models::client::NamedPlace::Kind::column, .name = table.columns[i], .column = i});
  arrive.visits = std::make_shared<const std::vector<models::client::Visit>>(std::move(table.visits));
}

void read_recorded(MapReader& map, const ClientContext& context, models::client::GroupConfig& group,
                   Problems& problems) {
  Arrive& arrive = *group.arrive;
  arrive.kind = Arrive::Kind::visits;
  RecordedSenders when;
  map.duration("ahead", when.ahead);
  map.duration("apart", when.apart);
  VisitTable table = read_recorded_senders(*map.find("messages"), context.start, when, problems);
  if (!table.columns.empty())
    group.places.push_back({.kind = models::client::NamedPlace::Kind::column, .name = table.columns[0], .column = 0});
  arrive.visits = std::make_shared<const std::vector<models::client::Visit>>(std::move(table.visits));
}

}  // namespace

void read_arrive(const Node& node, const ClientContext& context, models::client::GroupConfig& group,
                 Problems& problems) {
  Arrive& arrive = group.arrive.emplace();
  const auto steady = [&](const Node& rate) {
    if (const auto per_second = read_rate(rate, problems))
      set_rates({{sim::Duration::zero(), *per_second}}, sim::Duration::zero(), rate, arrive, problems);
  };
  if (node.is_scalar()) return steady(node);
  MapReader map(node, kArrive, problems);
  std::uint64_t most = arrive.at_most;
  map.count("at most", most);
  arrive.at_most = static_cast<std::uint32_t>(most);
  if (!map.exactly_one_of("arrive: {poisson: 2/s}")) return;
  if (const Node* rate = map.find("poisson")) steady(*rate);
  if (const Node* rates = map.find("rates")) read_day(*rates, context.start, arrive, problems);
  if (const Node* bursts = map.find("bursts")) read_bursts(*bursts, arrive, problems);
  if (const Node* crowd = map.find("flash crowd")) read_flash_crowd(*crowd, arrive, problems);
  for (const std::string_view key : {"ahead", "apart"})
    if (const Node* beside = map.find(key); beside != nullptr && map.find("messages") == nullptr)
      problems.add(beside->mark, fmt::format("`{}:` goes with `messages:`", key), "arrive: {messages: messages.csv}");
  if (map.find("messages") != nullptr) read_recorded(map, context, group, problems);
  if (const Node* visits = map.find("visits")) read_visit_table(*visits, context, group, problems);
}

}  // namespace scenarios
