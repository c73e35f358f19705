#include "commands/conform.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "reports/conformance.h"

namespace commands {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using nlohmann::ordered_json;

template <class Json>
Json read_json(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw scenarios::InputError({{file.string(), 0, 0, "cannot be read", ""}});
  try {
    const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    return Json::parse(reports::with_lone_surrogates_as_text(text));
  } catch (const json::parse_error& error) {
    throw scenarios::InputError({{file.string(), 0, 0, error.what(), ""}});
  }
}

bool matches(const std::string& name, const std::string& pattern) {
  if (!pattern.empty() && pattern.back() == '*')
    return name.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1));
  return name == pattern;
}

std::vector<std::string> chosen(const ConformOptions& options) {
  const fs::path probes = options.folder / "probes";
  if (!fs::is_directory(probes))
    throw scenarios::InputError(
        {{options.folder.string(), 0, 0, "no folder `probes` here", "name a folder that holds probes/ and recorded/"}});
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(probes))
    if (fs::exists(entry.path() / "steps.json")) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  if (options.names.empty()) return names;
  std::vector<std::string> wanted;
  for (const std::string& pattern : options.names) {
    const auto before = wanted.size();
    for (const std::string& name : names)
      if (matches(name, pattern)) wanted.push_back(name);
    if (wanted.size() == before)
      throw scenarios::InputError({{probes.string(), 0, 0, fmt::format("no probe \"{}\"", pattern), ""}});
  }
  return wanted;
}

struct Outcome {
  enum class Kind { passed, failed, skipped } kind = Kind::passed;
  std::string detail;
};

/// Differences that deviations.json names, with their reasons, are let pass and said.
Outcome judge(const ConformOptions& options, const std::string& name,
              const std::vector<reports::Difference>& differences) {
  const fs::path file = options.folder / "deviations.json";
  const json deviations = fs::exists(file) ? read_json<json>(file).value(name, json::object()) : json::object();
  std::string named, unnamed;
  std::size_t count = 0;
  for (const auto& difference : differences) {
    if (deviations.contains(difference.where)) {
      named += fmt::format("  {}: {}\n", difference.where, deviations[difference.where].get<std::string>());
      continue;
    }
    if (++count == 1 || options.all_differences)
      unnamed += fmt::format("  {}\n    recorded {}\n    played   {}\n", difference.where, difference.expected,
                             difference.played);
  }
  if (count == 0) return {Outcome::Kind::passed, named.empty() ? "" : "  with named deviations:\n" + named};
  return {Outcome::Kind::failed,
          fmt::format("  {} entries differ{}\n{}", count, options.all_differences ? "" : "; the first", unnamed)};
}

Outcome play_probe(const ConformOptions& options, const std::string& name) {
  const fs::path folder = options.folder / "probes" / name;
  reports::ProbeTranscript transcript;
  sim::TraceReader reader;
  try {
    const WorkDone work = supervise(
        {{"do", "probe"}, {"folder", fs::absolute(folder).string()}, {"steps", read_json<json>(folder / "steps.json")}},
        [&](std::string_view block) {
          reader.read_block(block, [&](const sim::RawRecord& record) { transcript.visit(record); });
        });
    if (work.kind != WorkDone::Kind::done) return {Outcome::Kind::failed, "  " + work.detail + "\n"};
  } catch (const scenarios::InputError& error) {
    return {Outcome::Kind::failed, fmt::format("  {}\n", error.what())};
  } catch (const std::runtime_error& error) {
    const std::string text = error.what();
    const bool unmodelled = text.find("is not modelled yet") != std::string::npos;
    return {unmodelled ? Outcome::Kind::skipped : Outcome::Kind::failed, "  " + text + "\n"};
  }
  const auto recorded = read_json<ordered_json>(options.folder / "recorded" / (name + ".json"));
  const auto differences = reports::compare_probe(recorded, transcript.to_json(), !options.with_tcp_close);
  return judge(options, name, differences);
}

}  // namespace

Exit conform(const ConformOptions& options) {
  catch_interrupts();
  int passed = 0, failed = 0, skipped = 0;
  for (const std::string& name : chosen(options)) {
    const Outcome outcome = play_probe(options, name);
    switch (outcome.kind) {
      case Outcome::Kind::passed:
        ++passed;
        fmt::print("passed   {}\n{}", name, outcome.detail);
        break;
      case Outcome::Kind::failed:
        ++failed;
        fmt::print("FAILED   {}\n{}", name, outcome.detail);
        break;
      case Outcome::Kind::skipped:
        ++skipped;
        fmt::print("skipped  {}\n{}", name, outcome.detail);
        break;
    }
  }
  if (skipped > 0) fmt::print("{} skipped\n", skipped);
  fmt::print("{} passed, {} failed\n", passed, failed);
  return failed == 0 ? Exit::holds : Exit::violated;
}

}  // namespace commands
