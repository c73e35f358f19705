#include "reports/json.h"

#include <fmt/format.h>

namespace reports {
namespace {

using nlohmann::ordered_json;

std::string exact(const Exact& value) { return plain(value, 9); }

ordered_json count_or_null(const std::optional<std::uint64_t>& count) {
  return count ? ordered_json(*count) : ordered_json(nullptr);
}

ordered_json allowances_spent(const RunSummary& run) {
  ordered_json list = ordered_json::array();
  for (const auto& [allowance, since_start] : run.allowances_spent)
    list.push_back({{"allowance", models::name_of(allowance)}, {"sinceStartNs", since_start.count()}});
  return list;
}

ordered_json json_summary(const RunSummary& run) {
  ordered_json refused = ordered_json::object();
  for (const auto& [status, count] : run.refused) refused[fmt::format("{}", status)] = count;
  ordered_json constructed;
  for (std::size_t i = 0; i < run.constructed.size(); ++i)
    constructed[std::string(models::name_of(static_cast<models::ConstructReason>(i)))] = run.constructed[i];
  return {{"connected", run.connected},
          {"closed", run.closed},
          {"closedUncleanly", run.closed_uncleanly},
          {"refused", refused},
          {"messagesIn", run.messages_in},
          {"messagesOut", run.messages_out},
          {"deliveries", count_or_null(run.deliveries)},
          {"httpRequests", count_or_null(run.http_requests)},
          {"workerRequests", run.worker_requests},
          {"constructed", constructed},
          {"hibernations", run.hibernations},
          {"evictions", run.evictions},
          {"resets", run.resets},
          {"alarms", {{"fired", run.alarms_fired}, {"retried", run.alarms_retried}, {"givenUp", run.alarms_given_up}}},
          {"partitions", run.partitions},
          {"allowancesSpent", allowances_spent(run)},
          {"linksLost", count_or_null(run.links_lost)},
          {"consoleErrors", count_or_null(run.console_errors)}};
}

ordered_json json_errors(const RunSummary& run) {
  ordered_json list = ordered_json::array();
  for (const ErrorKind& error : run.errors)
    list.push_back({{"name", error.name},
                    {"message", error.message},
                    {"count", error.count},
                    {"first",
                     {{"sinceStartNs", error.since_start.count()},
                      {"where", error.where},
                      {"during", models::name_of(error.during)},
                      {"unhandledRejection", error.unhandled_rejection},
                      {"stack", error.stack}}}});
  return list;
}

ordered_json json_amounts(const Amounts& used) {
  return {{"requests", exact(used.requests)},
          {"messagesIn", exact(used.messages_in)},
          {"objectSeconds", exact(used.object_seconds)},
          {"rowsRead", exact(used.rows_read)},
          {"rowsWritten", exact(used.rows_written)},
          {"storedGbMonths", exact(used.stored_gb_months)},
          {"workerRequests", exact(used.worker_requests)},
          {"workerCpuMs", exact(used.worker_cpu_ms)}};
}

template <class Key>
ordered_json by_cause(const std::map<Key, Exact>& parts) {
  ordered_json object = ordered_json::object();
  for (const auto& [key, part] : parts) object[std::string(models::name_of(key))] = exact(part);
  return object;
}

ordered_json json_usage(const Usage& usage) {
  ordered_json rooms = ordered_json::array();
  for (const auto& [id, room] : usage.rooms)
    rooms.push_back({{"room", room.name},
                     {"class", room.durable_object_class},
                     {"used", json_amounts(room.amounts)},
                     {"secondsByCause", by_cause(room.seconds)}});
  return {{"used", json_amounts(usage.total)},
          {"secondsByCause", by_cause(usage.seconds)},
          {"requestsByCause", by_cause(usage.requests)},
          {"rooms", rooms}};
}

}  // namespace

ordered_json json_bill(const Bill& bill) {
  ordered_json lines = ordered_json::array();
  for (const BillLine& line : bill.lines)
    lines.push_back({{"meter", name_of(line.meter)},
                     {"quantity", quantity_of(line.meter)},
                     {"used", exact(line.used)},
                     {"included", exact(line.included)},
                     {"overage", exact(line.overage)},
                     {"billed", exact(line.billed)},
                     {"rounding", name_of(line.rounding)},
                     {"unit", exact(line.unit)},
                     {"unitPrice", exact(line.unit_price)},
                     {"price", plain(line.price)}});
  return {{"baseFee", plain(bill.base_fee)}, {"lines", lines}, {"total", plain(bill.total)}};
}

ordered_json json_report(const Report& report) {
  const RunSummary& run = report.summary;
  ordered_json verdicts = ordered_json::array();
  for (const VerdictLine& verdict : report.verdicts)
    verdicts.push_back({{"name", verdict.name}, {"verdict", name_of(verdict.verdict)}, {"details", verdict.details}});
  return {{"played",
           {{"scenario", run.scenario},
            {"seed", run.seed},
            {"replication", run.replication},
            {"platform", run.preset},
            {"virtualNs", report.facts.virtual_length.count()},
            {"outcome", report.facts.outcome},
            {"events", run.events},
            {"clients", run.clients},
            {"rooms", run.rooms}}},
          {"happened", json_summary(run)},
          {"errors", json_errors(run)},
          {"verdicts", verdicts},
          {"bill",
           {{"tariff", report.bill.month.tariff},
            {"plan", name_of(report.bill.month.plan)},
            {"currency", "USD"},
            {"handlerTimesAssumed", run.cost_table},
            {"scaling", report.bill.scaling},
            {"month", json_bill(report.bill.month)},
            {"asPlayed", json_bill(report.bill.as_played)},
            {"usage", json_usage(report.bill.used)}}},
          {"fingerprint", report.facts.fingerprint},
          {"repeat", report.facts.repeat_command}};
}

std::string json_text(const ordered_json& json) {
  return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace reports
