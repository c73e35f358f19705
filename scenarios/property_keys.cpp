#include "scenarios/property_keys.h"

namespace scenarios {
namespace {

const KeyRow kId{"id", value::text(), kOptional, "a member that is the same in what is sent and what is received",
                 "message.id"};
const KeyRow kRelayed{"relayed", value::word({"as sent"}), kOptional,
                      "instead of an id: rooms pass messages on as they are", "as sent"};
const KeyRow kMembers{"json", value::names(value::anything(), "", 1), kOptional, "members of messages that count",
                      "{type: chat}"};
const KeyRow kMembersOfIdentified{kMembers.key, kMembers.value, kOptional, kMembers.means, kMembers.example, {"id"}};
KeyRow within(const char* otherwise) {
  return {"within", value::positive_duration(), otherwise, "within which time", "1min"};
}

KeyRow at_most(Absent otherwise) {
  return {"at most", value::text("^[0-9]+/(ns|us|ms|s|sec|min|m|h|d)$"), otherwise, "how many in what time", "60/h"};
}

std::vector<KeyRow> quantile_rows() {
  std::vector<KeyRow> rows;
  for (const std::string_view key : {"p50", "p90", "p95", "p99", "p99.9"})
    rows.push_back({key, value::positive_duration(), kOptional, "that share takes no longer", "200ms"});
  rows.push_back({"longest", value::positive_duration(), kOptional, "none takes longer", "2s"});
  return rows;
}
const std::vector<std::string_view> kQuantileKeys = {"p50", "p90", "p95", "p99", "p99.9", "longest"};
constexpr const char* kBudget = "^[0-9]+[kMG]?(/(h|d|month))?$";

}  // namespace

const KeyTable kOrder{
    .name = "per-sender order",
    .example = "per-sender order: {id: id}, {relayed: as sent} or {number: n, sender: from}",
    .rows = {kId,
             kRelayed,
             {"number", value::text(), kOptional, "instead of an id: a member that only grows, of each sender", "n"},
             {"sender", value::text(), kOptional, "the member that says who", "from", {"number"}},
             kMembers},
    .exactly_one_of = {"id", "relayed", "number"}};
const KeyTable kDuplicates{.name = "no duplicates",
                           .example = "no duplicates: {id: id} or {relayed: as sent}",
                           .rows = {kId,
                                    kRelayed,
                                    {"even if resent", value::word({"yes", "no"}), "no",
                                     "whether it counts, too, if the client has sent it twice", "yes"},
                                    kMembers},
                           .exactly_one_of = {"id", "relayed"}};
const KeyTable kDurable{
    .name = "acknowledged is durable",
    .example = "acknowledged is durable: {id: id, acknowledged: {type: saved}}",
    .rows = {{"id", value::text(), kNeeded, "the member that says what is acknowledged", "id"},
             {"acknowledged", value::names(value::anything(), "", 1), kNeeded, "members of an acknowledgement",
              "{type: saved}"},
             {"acknowledged id", value::text(), kOptional, "the name of the id there, if it is another", "of"}}};
const KeyTable kPresence{
    .name = "presence",
    .example = "presence: {member: online}",
    .rows = {{"member", value::text(), kNeeded, "the member of messages that counts who is there", "online"},
             {"counts", value::word({"sockets", "clients", "others"}), "sockets", "what is counted", "clients"},
             {"within", value::positive_duration(), "10s", "how long after the last change", "5s"},
             kMembers}};
const KeyTable kOnTime{.name = "alarms on time", .rows = {within("10s")}};
const KeyTable kQuiet{.name = "quiet after everyone left", .rows = {within("1h")}};
const KeyTable kIdempotent{
    .name = "constructor idempotent",
    .example = "constructor idempotent: {at: 30s}",
    .rows = {{"at", value::duration(), kNeeded, "from when on rooms are woken, with nothing to do", "30s"},
             {"rooms", value::any_of({value::text("."), value::list(value::text("."), 1)}), "all", "names of rooms",
              "[lobby]"},
             {"wakes", value::count(3, 1000), "100", "how often", "5"}}};
const KeyTable kSeen{
    .name = "seen implies durable",
    .example = "seen implies durable: {text: hello, by: newcomer}",
    .rows = {{"text", value::text("."), kNeeded, "what somebody was shown", "hello"},
             {"by", value::text("."), "newcomer", "the group of clients that hears it, too", "visitor"}}};
const KeyTable kSizes{.name = "sizes", .rows = {{"messages", value::size(), "32MiB", "no message is larger", "64KiB"}}};
const KeyTable kWakesWhenIdle{.name = "wakes when idle", .rows = {at_most("100/h")}};
const KeyTable kWakesOfARoom{.name = "wakes of a room", .rows = {at_most(kNeeded)}};

const KeyTable kMessageLatency{.name = "message latency",
                               .example = "message latency: {p95: 200ms}",
                               .rows = joined(quantile_rows(), {kId, kRelayed, kMembersOfIdentified}),
                               .at_least_one_of = kQuantileKeys};
const KeyTable kWakeLatency{.name = "wake latency",
                            .example = "wake latency: {p95: 500ms}",
                            .rows = quantile_rows(),
                            .at_least_one_of = kQuantileKeys};
const KeyTable kConnectSuccess{.name = "connect success",
                               .rows = {{"at least", value::share(), "99%", "so many attempts succeed", "95%"}}};
const KeyTable kUse{
    .name = "use",
    .example = "use: {rows written: 1M/month}",
    .rows = {{"requests", value::text(kBudget), kOptional, "of objects, with a twentieth of the messages", "500/h"},
             {"messages", value::text(kBudget), kOptional, "that came in", "1M/month"},
             {"object seconds", value::text(kBudget), kOptional, "that are billed", "20k/d"},
             {"rows read", value::text(kBudget), kOptional, "as they are billed", "1M/month"},
             {"rows written", value::text(kBudget), kOptional, "as they are billed", "1M/month"},
             {"stored", value::size(), kOptional, "at any time", "1GB"},
             {"worker requests", value::text(kBudget), kOptional, "of the Worker", "10M/month"},
             {"worker cpu ms", value::text(kBudget), kOptional, "of the Worker", "30M/month"}},
    .at_least_one_of = {"requests", "messages", "object seconds", "rows read", "rows written", "stored",
                        "worker requests", "worker cpu ms"}};

}  // namespace scenarios
