#include "commands/probe_runs.h"

#include "commands/worker_pool.h"

namespace commands {
namespace {

using nlohmann::json;

/// A worker takes so many probes at most: enough that its start does not count, few enough that all have work.
constexpr std::size_t kMostInOneWorker = 16;

using Kind = ProbeVerdict::Kind;

ProbeVerdict unplayed(Kind kind, std::string reason) {
  ProbeVerdict verdict;
  verdict.kind = kind;
  verdict.reason = std::move(reason);
  return verdict;
}

ProbeVerdict unplayed(const PieceAnswer& answer) {
  const std::string& error = answer.error;
  if (!error.empty())
    return unplayed(error.find("is not modelled yet") == std::string::npos ? Kind::failed : Kind::skipped, error);
  const bool interrupted = answer.work.kind == WorkDone::Kind::interrupted;
  return unplayed(interrupted ? Kind::interrupted : Kind::failed, answer.work.detail);
}

ProbeVerdict compared(const ProbeCase& one, const reports::ProbeTranscript& played, bool with_tcp_close) {
  ProbeVerdict verdict;
  auto differences = reports::compare_probe(one.recorded, played.to_json(), !with_tcp_close);
  std::map<std::string, std::string> expected = one.deviations;
  for (auto& difference : differences) {
    const auto it = expected.find(difference.where);
    if (it == expected.end()) {
      verdict.differences.push_back(std::move(difference));
      continue;
    }
    verdict.deviations.emplace_back(it->first, it->second);
    expected.erase(it);
  }
  for (const auto& [entry, reason] : expected) verdict.gone.push_back(entry);
  verdict.kind = verdict.differences.empty() ? Kind::passed : Kind::failed;
  return verdict;
}

/// The trace of a probe, as it comes.
struct Transcribed {
  reports::ProbeTranscript transcript;
  sim::TraceReader reader;

  void read(std::string_view block) {
    reader.read_block(block, [this](const sim::RawRecord& record) { transcript.visit(record); });
  }
};

json request_of(const std::vector<ProbeCase>& cases, std::size_t begin, std::size_t end) {
  json probes = json::array();
  for (std::size_t i = begin; i < end; ++i)
    probes.push_back({{"folder", std::filesystem::absolute(cases[i].folder).string()},
                      {"steps", cases[i].steps},
                      {"compatibilityDate", cases[i].recorded["compatibilityDate"]},
                      {"compatibilityFlags", cases[i].recorded["compatibilityFlags"]}});
  return {{"do", "probes"}, {"probes", std::move(probes)}};
}

}  // namespace

void run_probes(const std::vector<ProbeCase>& cases, const ProbeRunOptions& options, const ProbeListener& listener) {
  std::vector<Transcribed> transcribed(cases.size());
  std::vector<ProbeVerdict> verdicts(cases.size());
  std::vector<bool> done(cases.size());
  std::size_t next = 0, known = 0;
  PooledWork work{.pieces = cases.size(), .jobs = options.jobs, .most_in_one_worker = kMostInOneWorker};
  work.request = [&](std::size_t begin, std::size_t end) { return request_of(cases, begin, end); };
  work.on_block = [&](std::size_t i, std::string_view block) { transcribed[i].read(block); };
  work.on_answer = [&](std::size_t i, const PieceAnswer& answer) {
    const bool played = answer.error.empty() && answer.work.kind == WorkDone::Kind::done;
    verdicts[i] = played ? compared(cases[i], transcribed[i].transcript, options.with_tcp_close) : unplayed(answer);
    transcribed[i] = {};
  };
  work.on_done = [&](std::size_t i) {
    done[i] = true;
    ++known;
    for (; next < cases.size() && done[next]; ++next) listener.on_verdict(cases[next], verdicts[next]);
  };
  work.on_tick = [&](const std::set<std::size_t>&) { listener.on_progress(known); };
  do_pieces(work);
}

}  // namespace commands
