#include "models/invariants/make_property.h"

#include <algorithm>
#include <stdexcept>

#include "models/invariants/clients_converge.h"
#include "models/invariants/clients_got_what_they_waited_for.h"
#include "models/invariants/delivered_to_everyone_who_stayed.h"
#include "models/invariants/no_alarm_lost.h"
#include "models/invariants/no_client_script_throws.h"
#include "models/invariants/no_handler_throws.h"
#include "models/invariants/received.h"
#include "models/invariants/storage_freed.h"

namespace models::invariants {
namespace {

std::string text_of(const PropertySpec& spec) {
  if (spec.text.empty()) throw std::invalid_argument("the property \"" + spec.kind + "\" needs a text to look for");
  return spec.text;
}

}  // namespace

const std::vector<std::string>& property_kinds() {
  static const std::vector<std::string> kKinds{
      "no handler throws", "delivered to everyone who stayed", "no alarm lost",    "storage freed",          "received",
      "never received",    "clients got what they waited for", "clients converge", "no client script throws"};
  return kKinds;
}

std::unique_ptr<Property> make_property(const PropertySpec& spec) {
  std::string kind = spec.kind;
  std::ranges::replace(kind, '_', ' ');
  if (kind == "no handler throws") return std::make_unique<NoHandlerThrows>();
  if (kind == "delivered to everyone who stayed") return std::make_unique<DeliveredToEveryoneWhoStayed>();
  if (kind == "no alarm lost") return std::make_unique<NoAlarmLost>();
  if (kind == "storage freed") return std::make_unique<StorageFreed>(spec.within);
  if (kind == "no client script throws") return std::make_unique<NoClientScriptThrows>();
  if (kind == "clients converge") return std::make_unique<ClientsConverge>(spec.within, spec.text);
  if (kind == "received") return std::make_unique<Received>(text_of(spec));
  if (kind == "never received") return std::make_unique<NeverReceived>(text_of(spec));
  if (kind == "clients got what they waited for") return std::make_unique<ClientsGotWhatTheyWaitedFor>();
  std::string known;
  for (const std::string& name : property_kinds()) known += (known.empty() ? "\"" : ", \"") + name + "\"";
  throw std::invalid_argument("no property \"" + spec.kind + "\"; there are: " + known);
}

}  // namespace models::invariants
