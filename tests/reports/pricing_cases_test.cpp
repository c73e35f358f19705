// The worked examples that the platform's pages published, and cases derived from the tariff: tests/reports/data.

#include <fmt/format.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "reports/bill.h"
#include "tests/catch.h"

using nlohmann::json;
using reports::Exact;

namespace {

constexpr int kLeastPublished = 20;
constexpr int kLeastDerived = 54;  // every derived case under two tariffs

/// The tariff that each era of the pages is priced with.
const std::map<std::string, std::string> kEras = {{"A", "cloudflare-2021-04"},
                                                  {"B", "cloudflare-2023-10"},
                                                  {"C", "cloudflare-2023-10"},
                                                  {"D", "cloudflare-2024-04"},
                                                  {"E", "cloudflare-2026-08"},
                                                  {"Workers Standard", "cloudflare-2026-08"},
                                                  {"Customer note, Sep 2026", "cloudflare-2026-08"}};

/// Why no other case is checked, by the letters its id begins with.
const std::map<std::string, std::string> kSkipped = {
    {"U", "Workers Unbound and Bundled: plans that are retired, with another size of a GB"},
    {"Q", "Queues are not simulated"},
    {"R", "R2 is not simulated"},
    {"I", "lines of other products on invoices (Cache Reserve, Stream, Argo, AI)"},
    {"S", "another vendor's tariff"},
    {"AB", "another vendor's tariff"}};

/// The page itself is wrong here: what it printed, and what its own figures come to.
const std::map<std::string, std::pair<std::string, std::string>> kWrongOnThePage = {
    {"B2", {"74.77", "79.77"}}};  // it forgets the base fee

json cases() {
  std::ifstream file(std::string(DORMOUSE_SOURCE_DIR) + "/tests/reports/data/pricing_cases.json");
  REQUIRE(file);
  return json::parse(file);
}

Exact number(const json& from, const char* key) {
  if (!from.contains(key)) return {};
  const auto& value = from[key];
  const auto read = Exact::parse(value.is_string() ? value.get<std::string>() : value.dump());
  REQUIRE(read);
  return *read;
}

reports::Bill price_with(const reports::Usage& usage, const std::string& tariff) {
  const auto found = reports::find_tariff(tariff);
  REQUIRE(found);
  return reports::price(usage, *found, reports::Plan::paid);
}

/// Seconds of an object of 128 MB that so many GB-s come to.
Exact seconds_of(const Exact& gb_seconds) { return gb_seconds / Exact::ratio(128, 1000); }

reports::Usage published_usage(const json& entry) {
  const json& inputs = entry["inputs"];
  reports::Usage usage;
  if (entry["era"] == "Workers Standard") {
    usage.total.worker_requests = number(inputs, "requests");
    usage.total.worker_cpu_ms = number(inputs, "cpu_ms");
  } else {
    usage.total.requests = number(inputs, "requests");
    usage.total.object_seconds = number(inputs, "seconds") + seconds_of(number(inputs, "do_gb_s"));
  }
  return usage;
}

std::string letters_of(const std::string& id) { return id.substr(0, id.find_first_of("0123456789")); }

}  // namespace

TEST_CASE("Every published example of objects and Workers comes out to the cent", "[reports]") {
  int checked = 0;
  std::map<std::string, int> skipped;
  const json all = cases();
  for (const json& entry : all["published"]) {
    const auto id = entry["id"].get<std::string>();
    const auto era = kEras.find(entry["era"].get<std::string>());
    if (era == kEras.end()) {
      INFO(id << " is neither checked nor known to be left out");
      REQUIRE(kSkipped.contains(letters_of(id)));
      ++skipped[letters_of(id)];
      continue;
    }
    INFO(id << " under " << era->second << ": " << entry["note"].get<std::string>());
    const reports::Bill bill = price_with(published_usage(entry), era->second);
    // The customer's note tells one line of a bill, not its total.
    const reports::Money priced = id == "I5" ? bill.total - bill.base_fee : bill.total;
    CHECK(reports::plain(priced) == entry["recomputed"].get<std::string>());
    if (const auto wrong = kWrongOnThePage.find(id); wrong != kWrongOnThePage.end()) {
      CHECK(entry["published_total"] == wrong->second.first);
      CHECK(reports::plain(priced) == wrong->second.second);
      WARN(id << ": the page printed " << wrong->second.first << ", its own figures come to " << wrong->second.second);
    } else {
      CHECK(entry["holds"] == true);
      CHECK(reports::plain(priced) == entry["published_total"].get<std::string>());
    }
    ++checked;
  }
  std::string left_out;
  for (const auto& [letters, count] : skipped)
    left_out += fmt::format("\n  {} of {}*: {}", count, letters, kSkipped.at(letters));
  WARN(checked << " published cases checked; left out:" << left_out);
  CHECK(checked >= kLeastPublished);
}

TEST_CASE("Every derived case comes out to the cent, in whole units and pro rata", "[reports]") {
  int checked = 0;
  const json all = cases();
  for (const json& entry : all["derived"]) {
    INFO(entry["id"].get<std::string>() << ": " << entry["desc"].get<std::string>());
    const json& used = entry["usage"];
    reports::Usage usage;
    usage.total.requests = number(used, "req");
    usage.total.object_seconds = seconds_of(number(used, "gbs"));
    usage.total.rows_read = number(used, "rr");
    usage.total.rows_written = number(used, "rw");
    usage.total.stored_gb_months = number(used, "st");
    usage.total.worker_requests = number(used, "wreq");
    usage.total.worker_cpu_ms = number(used, "cpu");
    CHECK(reports::plain(price_with(usage, "cloudflare-2026-08").total) == entry["total_unit"].get<std::string>());
    CHECK(reports::plain(price_with(usage, "cloudflare-2026-01").total) == entry["total_prorata"].get<std::string>());
    checked += 2;
  }
  WARN(checked << " derived totals checked");
  CHECK(checked >= kLeastDerived);
}

TEST_CASE("The rows that a published screenshot rounds to 4.01B come to its $3,962", "[reports]") {
  reports::Usage usage;
  usage.total.rows_written = Exact(4'012'000'000);
  const reports::Bill bill = price_with(usage, "cloudflare-2026-08");
  CHECK(reports::plain(bill.find(reports::Meter::rows_written)->price) == "3962.00");
}
