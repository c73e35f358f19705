#include "commands/played.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <memory>
#include <system_error>
#include <vector>

#include "commands/check_verdicts.h"
#include "commands/client_transcript.h"
#include "commands/progress_line.h"
#include "models/invariants/make_property.h"
#include "models/trace_json.h"
#include "reports/bill.h"
#include "reports/summary.h"
#include "reports/tariff.h"
#include "reports/usage.h"
#include "sim/calendar.h"
#include "sim/trace_file.h"

namespace commands {
namespace {

std::string how_far(sim::Duration played, sim::Duration length) {
  const auto share = static_cast<double>(played.count()) / static_cast<double>(length.count());
  return fmt::format("{:3.0f} %  {} of {}", share * 100, sim::format_duration(played), sim::format_duration(length));
}

reports::VerdictLine line_of(const models::invariants::Verdict& verdict, sim::Time start) {
  reports::VerdictLine line{.name = verdict.property, .verdict = reports::Verdict::holds, .details = {}};
  switch (verdict.outcome) {
    case models::invariants::Outcome::holds:
      break;
    case models::invariants::Outcome::unknown:
      line.verdict = reports::Verdict::unknown;
      line.details.push_back(verdict.why_unknown);
      break;
    case models::invariants::Outcome::violated:
      line.verdict = reports::Verdict::violated;
      line.details.push_back(fmt::format("first of {}: {}, after {} ({})", verdict.violations, verdict.first->who,
                                         sim::format_duration(verdict.first->at - start),
                                         sim::format_time(verdict.first->at)));
      for (const std::string& sentence : verdict.first->explanation) line.details.push_back(sentence);
      break;
  }
  return line;
}

reports::VerdictLine bill_line(const scenarios::Expectation& expectation, const reports::RunBill& bill) {
  const reports::Money most = reports::Money::of(reports::Exact(expectation.money) / reports::Exact(1'000'000'000));
  const bool holds = bill.month.total <= most;
  return {.name = fmt::format("bill at most {} a month", reports::grouped(most)),
          .verdict = holds ? reports::Verdict::holds : reports::Verdict::violated,
          .details = {fmt::format("a month of this costs {}", reports::grouped(bill.month.total))}};
}

reports::CodeLines::Place place_of(const nlohmann::json& row, const std::string& prefix) {
  return {prefix + row[0].get<std::string>(), row[1].get<int>(), row[2].get<int>(), row[3].get<std::string>()};
}

/// The bundle says what the worker's counts are of.
void add_lines(reports::CodeLines& lines, const nlohmann::json& bundle, const nlohmann::json& counted,
               const std::string& prefix) {
  if (!counted.is_object()) return;  // of code that is not instrumented
  for (std::size_t i = 0; i < bundle.at("blocks").size(); ++i)
    lines.blocks.push_back({place_of(bundle["blocks"][i], prefix), counted.at("entered")[i].get<std::uint64_t>()});
  for (std::size_t i = 0; i < bundle.at("sites").size(); ++i) {
    const auto& site = counted.at("calls")[i];
    lines.call_sites.push_back({.place = place_of(bundle["sites"][i], prefix),
                                .calls = site[0].get<std::uint64_t>(),
                                .rows_read = site[1].get<std::uint64_t>(),
                                .rows_written = site[2].get<std::uint64_t>()});
  }
}

reports::CodeLines lines_of(const scenarios::Scenario& scenario, const nlohmann::json& bundles,
                            const nlohmann::json& counted) {
  reports::CodeLines lines;
  for (std::uint32_t worker = 0; worker < bundles.size(); ++worker)
    for (std::uint32_t revision = 0; revision < bundles[worker].size(); ++revision)
      add_lines(lines, bundles[worker][revision], counted.at(worker).at(revision),
                scenarios::file_prefix(scenario, worker, revision));
  return lines;
}

}  // namespace

/// Writes the trace to a file, in the form that its name asks for.
class TraceOutput {
 public:
  explicit TraceOutput(const std::filesystem::path& path) {
    const scenarios::InputError refused(
        {{path.string(), 0, 0, "cannot be written", "name a file in a folder of yours"}});
    if (path.extension() == ".jsonl") {
      lines_.open(path, std::ios::binary);
      if (!lines_) throw refused;
      return;
    }
    try {
      blocks_ = std::make_unique<sim::TraceFile>(path);
    } catch (const std::system_error&) {
      throw refused;
    }
  }
  void block(std::string_view block) {
    if (blocks_) blocks_->write_block(block);
  }
  void record(const sim::RawRecord& record) {
    if (blocks_) return;
    line_.clear();
    models::append_json_line(record, line_);
    line_ += '\n';
    lines_.write(line_.data(), static_cast<std::streamsize>(line_.size()));
  }
  void close() {
    if (blocks_) blocks_->close();
    lines_.flush();
  }

 private:
  std::unique_ptr<sim::TraceFile> blocks_;
  std::ofstream lines_;
  std::string line_;
};

/// Everything that reads the trace as it comes.
struct RunReader::Readers {
  reports::UsageReader usage;
  reports::SummaryReader summary;
  models::invariants::PropertySet properties;
  ClientTranscript transcript;
  CheckVerdicts checks;
  Ingredients ingredients;
  sim::TraceReader blocks;
  std::optional<TraceOutput> output;
  std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
};

RunReader::RunReader(const scenarios::Scenario& scenario, const std::optional<std::filesystem::path>& trace)
    : scenario_(scenario), readers_(std::make_unique<Readers>()), last_(scenario.start) {
  for (const auto& expectation : scenario.expectations)
    if (expectation.kind != "bill" && expectation.kind != "check")
      readers_->properties.add(models::invariants::make_property(expectation));
  if (trace) readers_->output.emplace(*trace);
}

RunReader::~RunReader() = default;

void RunReader::block(std::string_view block) {
  Readers& readers = *readers_;
  if (readers.output) readers.output->block(block);
  readers.blocks.read_block(block, [&](const sim::RawRecord& record) {
    last_ = record.at;
    ++played_.records;
    readers.usage.visit(record);
    readers.summary.visit(record);
    readers.properties.visit(record);
    readers.transcript.visit(record);
    readers.checks.visit(record);
    readers.ingredients.visit(record);
    if (readers.output) readers.output->record(record);
  });
}

void RunReader::add_verdicts() {
  std::size_t next = 0;
  const auto verdicts = readers_->properties.verdicts();
  for (std::size_t i = 0; i < scenario_.expectations.size(); ++i) {
    const auto& expectation = scenario_.expectations[i];
    if (expectation.kind == "check") {
      readers_->checks.add_lines(i, expectation.check.file, scenario_.start, played_.report.verdicts);
      continue;
    }
    played_.report.verdicts.push_back(expectation.kind == "bill" ? bill_line(expectation, played_.report.bill)
                                                                 : line_of(verdicts[next++], scenario_.start));
    // A run that could not be finished proves nothing, but a violation stays one.
    auto& line = played_.report.verdicts.back();
    if (played_.work.kind != WorkDone::Kind::done && line.verdict == reports::Verdict::holds) {
      line.verdict = reports::Verdict::unknown;
      line.details = {"the run was not finished"};
    }
  }
}

Played RunReader::finish(WorkDone work) {
  Readers& readers = *readers_;
  if (readers.output) readers.output->close();
  played_.work = std::move(work);
  reports::Report& report = played_.report;
  report.facts.virtual_length = last_ - scenario_.start;
  report.facts.real_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - readers.began).count();
  report.facts.fingerprint = readers.blocks.fingerprint().to_string();
  report.facts.outcome = played_.work.kind == WorkDone::Kind::done         ? "played to the end"
                         : played_.work.kind == WorkDone::Kind::host_limit ? "unknown: host limit"
                                                                           : "interrupted";
  report.summary = readers.summary.finish();
  const auto tariff = reports::find_tariff(scenario_.platform.tariff).value();
  const auto plan = scenario_.platform.plan == "free" ? reports::Plan::free : reports::Plan::paid;
  report.bill =
      reports::bill_run(readers.usage.finish(), std::max(report.facts.virtual_length, sim::Duration{1}), tariff, plan);
  add_verdicts();
  played_.client_transcript = readers.transcript.digest();
  played_.ingredients = readers.ingredients.digests(played_.work.end);
  return std::move(played_);
}

std::string why_uncounted(const scenarios::Scenario& scenario, Counters counters) {
  if (!scenario.native.empty()) return "the room is native";
  for (const auto& revisions : scenarios::code_of(scenario))
    for (const auto* project : revisions)
      if (project->bundling.none) return "no_bundle in the configuration leaves its files as they are";
  return counters == Counters::none ? "--plain leaves the counters out" : "";
}

void refuse_uncounted(const scenarios::Scenario& scenario, Counters counters) {
  if (!scenario.platform.options.cpu_by_blocks) return;
  if (const std::string why = why_uncounted(scenario, counters); !why.empty())
    throw scenarios::InputError({{scenario.file.string(), 0, 0, "cpu: measured blocks: " + why,
                                  "without counters a turn takes what the cost table says: cpu: fixed"}});
}

Played play(const scenarios::Scenario& scenario, const PlayRequest& request) {
  refuse_uncounted(scenario, request.counters);
  RunReader reader(scenario, request.trace);
  ProgressLine progress(request.progress);
  const auto on_block = [&](std::string_view block) {
    reader.block(block);
    if (request.also) request.also(block);
    if (progress.due()) progress.show(how_far(reader.last() - scenario.start, scenario.duration));
  };
  const nlohmann::json bundles = bundles_of(scenario, request.counters);
  WorkDone work = supervise({{"do", "run"},
                             {"scenario", scenario.file.string()},
                             {"variation", scenario.variation},
                             {"native", !scenario.native.empty()},
                             {"bundles", bundles},
                             {"scripts", scripts_of(scenario)},
                             {"lines", request.lines},
                             {"seed", request.seed},
                             {"replication", request.replication}},
                            on_block);
  progress.clear();
  Played played = reader.finish(std::move(work));
  if (const auto& end = played.work.end; end.is_object() && end.contains("lines"))
    played.lines = lines_of(scenario, bundles, end["lines"]);
  return played;
}

Exit exit_of(const Played& played) {
  const auto has = [&](reports::Verdict verdict) {
    return std::any_of(played.report.verdicts.begin(), played.report.verdicts.end(),
                       [&](const auto& line) { return line.verdict == verdict; });
  };
  if (has(reports::Verdict::violated)) return Exit::violated;
  if (played.work.kind != WorkDone::Kind::done) return Exit::unknown;
  return has(reports::Verdict::unknown) ? Exit::untested : Exit::holds;
}

bool less_grave(Exit a, Exit b) {
  const auto gravity = [](Exit exit) {
    switch (exit) {
      case Exit::holds:
        return 0;
      case Exit::untested:
        return 1;
      case Exit::unknown:
        return 2;
      case Exit::violated:
        return 3;
      default:
        return 4;
    }
  };
  return gravity(a) < gravity(b);
}

}  // namespace commands
