#include "reports/suite.h"

#include <fmt/format.h>

#include <string_view>

namespace reports {
namespace {

using nlohmann::ordered_json;

Verdict verdict_of(const std::string& word) {
  return word == "violated" ? Verdict::violated : word == "holds" ? Verdict::holds : Verdict::unknown;
}

/// A path as a relative reference of RFC 3986.
std::string uri(const std::string& path) {
  std::string out;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/,+@").find(c) != std::string_view::npos;
    if (plain)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace

std::string name_of(const SuiteCase& one) { return one.run.empty() ? one.scenario : one.scenario + " " + one.run; }

std::string_view unit_of(const Suite& suite) {
  for (const SuiteCase& one : suite.cases)
    if (!one.run.empty()) return "runs";
  return "scenarios";
}

std::string reason_of(const SuiteCase& one) {
  for (const Verdict wanted : {Verdict::violated, Verdict::unknown})
    for (const VerdictLine& line : one.verdicts)
      if (line.verdict == wanted && (wanted == Verdict::violated || one.why.empty()))
        return fmt::format("{} {}{}", name_of(wanted), line.name,
                           line.details.empty() ? "" : ": " + line.details.front());
  if (!one.why.empty()) return one.why;
  return one.passed ? "all holds" : fmt::format("{}, but {} was expected", one.outcome, one.expected);
}

ordered_json suite_json(const Suite& suite) {
  ordered_json cases = ordered_json::array();
  std::size_t passed = 0;
  for (const SuiteCase& one : suite.cases) {
    passed += one.passed ? 1 : 0;
    ordered_json verdicts = ordered_json::array();
    for (const VerdictLine& line : one.verdicts)
      verdicts.push_back({{"name", line.name}, {"verdict", name_of(line.verdict)}, {"details", line.details}});
    cases.push_back({{"scenario", one.scenario},
                     {"run", one.run},
                     {"passed", one.passed},
                     {"outcome", one.outcome},
                     {"expected", one.expected},
                     {"why", one.why},
                     {"fingerprint", one.fingerprint},
                     {"verdicts", std::move(verdicts)},
                     {"repeat", one.repeat}});
  }
  return {{"dormouse", suite.version}, {"runs", suite.cases.size()}, {"passed", passed}, {"cases", cases}};
}

Suite suite_of(const ordered_json& json) {
  Suite suite{.cases = {}, .version = json.at("dormouse")};
  for (const ordered_json& one : json.at("cases")) {
    SuiteCase read{.scenario = one.at("scenario"),
                   .run = one.at("run"),
                   .outcome = one.at("outcome"),
                   .expected = one.at("expected"),
                   .passed = one.at("passed"),
                   .why = one.at("why"),
                   .repeat = one.at("repeat"),
                   .fingerprint = one.at("fingerprint"),
                   .verdicts = {}};
    for (const ordered_json& line : one.at("verdicts"))
      read.verdicts.push_back({line.at("name"), verdict_of(line.at("verdict")), line.at("details")});
    suite.cases.push_back(std::move(read));
  }
  return suite;
}

ordered_json sarif(const Suite& suite) {
  ordered_json rules = ordered_json::array(), results = ordered_json::array();
  const auto rule = [&rules](const std::string& id) {
    for (std::size_t i = 0; i < rules.size(); ++i)
      if (rules[i].at("id") == id) return i;
    rules.push_back({{"id", id}, {"shortDescription", {{"text", id}}}});
    return rules.size() - 1;
  };
  const auto add = [&](const SuiteCase& one, const std::string& id, const std::string& level, const std::string& text) {
    const std::size_t index = rule(id);
    ordered_json place = {{"artifactLocation", {{"uri", uri(one.scenario)}}}, {"region", {{"startLine", 1}}}};
    results.push_back({{"ruleId", id},
                       {"ruleIndex", index},
                       {"level", level},
                       {"message", {{"text", (one.run.empty() ? "" : one.run + ": ") + text + "\n" + one.repeat}}},
                       {"locations", ordered_json::array({{{"physicalLocation", std::move(place)}}})}});
  };
  for (const SuiteCase& one : suite.cases) {
    if (one.passed) continue;
    bool told = false;
    for (const VerdictLine& line : one.verdicts) {
      if (line.verdict == Verdict::holds) continue;
      std::string text = fmt::format("{}: {}", name_of(line.verdict), line.name);
      for (const std::string& detail : line.details) text += "\n" + detail;
      add(one, line.name, line.verdict == Verdict::violated ? "error" : "warning", text);
      told = true;
    }
    if (!told) add(one, one.outcome, one.outcome == "bad input" ? "error" : "warning", reason_of(one));
  }
  ordered_json driver = {{"name", "dormouse"}, {"version", suite.version}, {"rules", std::move(rules)}};
  return {
      {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
      {"version", "2.1.0"},
      {"runs", ordered_json::array({{{"tool", {{"driver", std::move(driver)}}}, {"results", std::move(results)}}})}};
}

}  // namespace reports
