#include "models/invariants/make_property.h"

#include <algorithm>
#include <stdexcept>

#include "models/invariants/acknowledged_is_durable.h"
#include "models/invariants/alarms_on_time.h"
#include "models/invariants/clients_converge.h"
#include "models/invariants/clients_got_what_they_waited_for.h"
#include "models/invariants/connect_success.h"
#include "models/invariants/constructor_idempotent.h"
#include "models/invariants/delivered_to_everyone_who_stayed.h"
#include "models/invariants/freed_stays_freed.h"
#include "models/invariants/message_latency.h"
#include "models/invariants/no_alarm_doubled.h"
#include "models/invariants/no_alarm_lost.h"
#include "models/invariants/no_client_script_throws.h"
#include "models/invariants/no_duplicates.h"
#include "models/invariants/no_handler_throws.h"
#include "models/invariants/no_unhandled_rejection.h"
#include "models/invariants/one_instance_at_a_time.h"
#include "models/invariants/per_sender_order.h"
#include "models/invariants/presence_equals_live_sockets.h"
#include "models/invariants/quiet_after_everyone_left.h"
#include "models/invariants/received.h"
#include "models/invariants/seen_implies_durable.h"
#include "models/invariants/sizes_below_limits.h"
#include "models/invariants/storage_freed.h"
#include "models/invariants/use_at_most.h"
#include "models/invariants/wake_latency.h"
#include "models/invariants/wakes_bounded.h"

namespace models::invariants {
namespace {

using Spec = const PropertySpec&;
using Made = std::unique_ptr<Property>;
struct Kind {
  std::string name;
  Made (*make)(Spec);
};

void need(bool there, Spec spec, std::string_view what) {
  if (!there) throw std::invalid_argument("the property \"" + spec.kind + "\" needs " + std::string(what));
}

std::string text_of(Spec spec) {
  need(!spec.text.empty(), spec, "a text to look for");
  return spec.text;
}

const MessageIdentity& identity_of(Spec spec) {
  const MessageIdentity& message = spec.message;
  need(message.as_sent || !message.id.empty(), spec, "to know how messages are told apart");
  return message;
}

template <class P>
Made plain(Spec) {
  return std::make_unique<P>();
}

Made make_order(Spec spec) {
  if (spec.message.number.empty()) return std::make_unique<PerSenderOrder>(identity_of(spec));
  return std::make_unique<PerSenderOrder>(spec.message);
}

Made make_durable(Spec spec) {
  need(!spec.message.id.empty() && !spec.message.with.empty(), spec, "the id of messages and what acknowledges them");
  return std::make_unique<AcknowledgedIsDurable>(spec.message.id, spec.message.with, spec.acknowledged_id);
}

Made make_presence(Spec spec) {
  return std::make_unique<PresenceEqualsLiveSockets>(text_of(spec), spec.message.with, spec.counts, spec.within);
}

template <bool kIdleOnly>
Made make_wakes(Spec spec) {
  need(spec.count.within.count() > 0, spec, "a rate");
  return std::make_unique<WakesBounded>(spec.count, kIdleOnly);
}

Made make_message_latency(Spec spec) {
  need(!spec.took.empty(), spec, "a quantile and its limit");
  return std::make_unique<MessageLatency>(spec.message, spec.took);
}

Made make_wake_latency(Spec spec) {
  need(!spec.took.empty(), spec, "a quantile and its limit");
  return std::make_unique<WakeLatency>(spec.took);
}

Made make_use(Spec spec) {
  need(!spec.use.empty(), spec, "a meter and its budget");
  return std::make_unique<UseAtMost>(spec.use);
}

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> kKinds{
      {"no handler throws", plain<NoHandlerThrows>},
      {"no unhandled rejection", plain<NoUnhandledRejection>},
      {"delivered to everyone who stayed", plain<DeliveredToEveryoneWhoStayed>},
      {"per-sender order", make_order},
      {"no duplicates",
       [](Spec spec) -> Made { return std::make_unique<NoDuplicates>(identity_of(spec), spec.even_if_resent); }},
      {"acknowledged is durable", make_durable},
      {"one instance at a time", plain<OneInstanceAtATime>},
      {"no alarm lost", plain<NoAlarmLost>},
      {"no alarm doubled", plain<NoAlarmDoubled>},
      {"alarms on time", [](Spec spec) -> Made { return std::make_unique<AlarmsOnTime>(spec.within); }},
      {"storage freed",
       [](Spec spec) -> Made { return std::make_unique<StorageFreed>(spec.within, spec.unless_alarm_armed); }},
      {"freed storage stays freed", plain<FreedStaysFreed>},
      {"quiet after everyone left",
       [](Spec spec) -> Made { return std::make_unique<QuietAfterEveryoneLeft>(spec.within); }},
      {"presence", make_presence},
      {"constructor idempotent", plain<ConstructorIdempotent>},
      {"seen implies durable",
       [](Spec spec) -> Made { return std::make_unique<SeenImpliesDurable>(text_of(spec), spec.message.sender); }},
      {"sizes", [](Spec spec) -> Made { return std::make_unique<SizesBelowLimits>(spec.message_bytes); }},
      {"wakes when idle", make_wakes<true>},
      {"wakes of a room", make_wakes<false>},
      {"message latency", make_message_latency},
      {"wake latency", make_wake_latency},
      {"connect success", [](Spec spec) -> Made { return std::make_unique<ConnectSuccess>(spec.share); }},
      {"use", make_use},
      {"received", [](Spec spec) -> Made { return std::make_unique<Received>(text_of(spec)); }},
      {"never received", [](Spec spec) -> Made { return std::make_unique<NeverReceived>(text_of(spec)); }},
      {"clients got what they waited for", plain<ClientsGotWhatTheyWaitedFor>},
      {"clients converge", [](Spec spec) -> Made { return std::make_unique<ClientsConverge>(spec.within, spec.text); }},
      {"no client script throws", plain<NoClientScriptThrows>},
  };
  return kKinds;
}

}  // namespace

const std::vector<std::string>& property_kinds() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const Kind& kind : kinds()) names.push_back(kind.name);
    return names;
  }();
  return kNames;
}

std::unique_ptr<Property> make_property(const PropertySpec& spec) {
  std::string name = spec.kind;
  std::ranges::replace(name, '_', ' ');
  const auto found = std::ranges::find(kinds(), name, &Kind::name);
  if (found != kinds().end()) return found->make(spec);
  std::string known;
  for (const std::string& each : property_kinds()) known += (known.empty() ? "\"" : ", \"") + each + "\"";
  throw std::invalid_argument("no property \"" + spec.kind + "\"; there are: " + known);
}

}  // namespace models::invariants
