#include <fmt/format.h>

#include "scenarios/load_network_parts.h"
#include "scenarios/network_presets.h"
#include "scenarios/quantities.h"

// One link profile.

namespace scenarios {
namespace {

const KeyTable kDisconnect{.name = "disconnect",
                           .rows = {{"every", value::distribution(), kOptional,
                                     "between two of them; a plain duration is the mean of an exponential", "20min"},
                                    {"rate", value::rate(), kOptional, "how often, at random moments", "3/h"}},
                           .exactly_one_of = {"every", "rate"}};

constexpr const char* kBitRate = "^[0-9.]+[ \\t]*(bit|kbit|Mbit|Gbit)/s$";

std::vector<KeyRow> profile_rows() {
  return {
      {"preset", value::text(), kOptional, "an access type, of which the other keys are changes", "4g"},
      {"latency", value::distribution(), "0s", "one way, drawn once a connection",
       "{lognormal: {median: 80ms, p95: 200ms}}"},
      {"jitter", value::distribution(), "0s", "added to each frame; frames never overtake", "{exponential: 5ms}"},
      {"loss", value::share(), "0%", "of frames, as TCP shows it: a retransmission later", "0.1%"},
      {"retransmission", value::positive_duration(), "200ms", "how much later the first one comes", "300ms"},
      {"backoff", value::word({"doubling", "none"}), kOptional, "whether each wait for another is twice as long",
       "none"},
      {"gives up after", value::count(1, 15), kOptional, "retransmissions; then the connection is lost", "8"},
      {"up", value::text(kBitRate), kOptional, "bandwidth from the client", "10Mbit/s"},
      {"down", value::text(kBitRate), kOptional, "bandwidth to the client", "50Mbit/s"},
      {"nat timeout", value::positive_duration(), kOptional, "silence after which the way back is forgotten", "5min"},
      {"disconnect", value::map(kDisconnect), kOptional, "connections that break by themselves", "{every: 20min}"},
      {"loss noticed by server", value::distribution(), kOptional,
       "how long the server takes for gone sockets to be open", "30s"},
      {"loss noticed by client", value::distribution(), kOptional,
       "how long the client takes for a gone socket to be open", "10s"}};
}

/// As the presets of the program have it.
const KeyTable kPresetProfile{
    .name = "a link profile",
    .title = "link profile with its sources",
    .rows = joined(profile_rows(), {{"sources", value::anything(), kOptional, "where each number is from", "{}"}})};

}  // namespace

const KeyTable kProfile{.name = "a link profile", .rows = profile_rows()};

namespace {

void bit_rate(MapReader& map, std::string_view key, std::uint64_t& into) {
  const Node* node = map.find(key);
  if (node == nullptr) return;
  const auto rate = node->is_scalar() ? parse_bit_rate(node->text) : std::nullopt;
  if (rate && *rate > 0)
    into = *rate;
  else
    map.problems().add(node->mark, fmt::format("{} must be bits a second, not {}", key, shown(*node)),
                       "for example: 750kbit/s, 10Mbit/s");
}

void read_disconnect(const Node& node, models::network::LinkProfile& profile, Problems& problems) {
  MapReader inner(node, kDisconnect, problems);
  if (!inner.exactly_one_of("disconnect: {every: 20min}, or {rate: 3/h}")) return;
  if (const Node* rate = inner.find("rate")) {
    const auto per_second = rate->is_scalar() ? parse_rate(rate->text) : std::nullopt;
    if (per_second && *per_second > 0)
      profile.disconnect_every = sim::Distribution::exponential(1e9 / *per_second);
    else
      problems.add(rate->mark, fmt::format("expected a rate of more than 0, not {}", shown(*rate)),
                   "rates are written 3/h, 0.5/min, 2/d");
  }
  if (const Node* every = inner.find("every")) {
    // A plain mean is the mean of an exponential: disconnections have no memory.
    auto distribution = read_distribution(*every, problems);
    if (distribution && !every->is_map()) distribution = sim::Distribution::exponential(distribution->a);
    if (distribution && distribution->highest() <= 0)
      problems.add(every->mark, "a link cannot disconnect every 0s", "write a longer time, or leave `disconnect:` out");
    else
      profile.disconnect_every = distribution;
  }
}

/// As TCP shows it: a frame comes later, in the end not at all.
void read_loss(MapReader& map, models::network::LinkProfile& profile) {
  map.probability("loss", profile.loss);
  map.duration("retransmission", profile.retransmission);
  std::string backoff = profile.backs_off ? "doubling" : "none";
  map.one_of("backoff", backoff);
  profile.backs_off = backoff == "doubling";
  std::uint64_t most = profile.gives_up_after;
  map.count("gives up after", most);
  profile.gives_up_after = static_cast<std::uint32_t>(most);
}

}  // namespace

void read_profile(const Node& node, models::network::LinkProfile& profile, Problems& problems, bool with_sources) {
  MapReader map(node, with_sources ? kPresetProfile : kProfile, problems);
  if (const Node* preset = map.find("preset")) {
    const std::string name = profile.name;
    if (const auto found = find_access_preset(preset->text)) {
      profile = *found;
      profile.name = name;
    } else {
      const auto known = access_preset_names();
      problems.add(preset->mark, fmt::format("there is no access type {}", shown(*preset)),
                   suggestion(preset->text, {known.begin(), known.end()}));
    }
  }
  if (with_sources) static_cast<void>(map.find("sources"));  // read by preset_numbers()
  map.distribution("latency", profile.latency);
  map.distribution("jitter", profile.jitter);
  read_loss(map, profile);
  bit_rate(map, "up", profile.up_bits_per_second);
  bit_rate(map, "down", profile.down_bits_per_second);
  map.distribution("loss noticed by server", profile.loss_noticed_by_server);
  map.distribution("loss noticed by client", profile.loss_noticed_by_client);
  if (const Node* nat = map.find("nat timeout"))
    if (const auto timeout = read_duration(*nat, problems, true)) profile.nat_timeout = timeout;
  if (const Node* disconnect = map.find("disconnect")) read_disconnect(*disconnect, profile, problems);
}

}  // namespace scenarios
