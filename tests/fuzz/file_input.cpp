// One input of the fuzzer is one file that an earlier run has written. Whatever it holds, it is read or refused with a
// problem that names it; nothing else may come of it. The first byte says what it is, and how much of the way to the
// readers is made for it:
//   f  a trace file, as it is
//   p  the payload of a block
//   r  records: their sizes are made to fit and their bodies completed, so that all that reads records sees them
//   l  lines of JSON, for trace convert and calibrate
//   w  any other recorded file, for calibrate
//   k  results of runs, for run --resume; INPUTS stands for the digest of what was played
//   s  the outcome of a suite, for merge
#include <signal.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "commands/calibrate.h"
#include "commands/explain.h"
#include "commands/inputs_digest.h"
#include "commands/read_trace.h"
#include "commands/replications.h"
#include "commands/results_file.h"
#include "commands/suite.h"
#include "commands/trace_tools.h"
#include "models/records.h"
#include "scenarios/input_error.h"
#include "sim/trace_file.h"

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kRecordHeader = 14;

void write(const fs::path& file, std::string_view bytes) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

/// A folder of its own; it goes with the process. What the commands print goes nowhere.
class Folder {
 public:
  Folder() {
    fs::create_directories(path_);
    if (std::freopen("/dev/null", "w", stdout) == nullptr) std::abort();
    write(path_ / "played.yaml",
          "native: chat\nduration: 1h\nclients: [{name: phone, count: 1, does: [{connect: /}]}]\n");
    sim::TraceFile file(other());
    sim::TraceWriter trace(sim::TraceLevel::all, file);
    trace.write(sim::kDefaultStart, models::NameDefined{.what = models::NameOf::room, .id = 0, .name = "lobby"});
    trace.finish();
    file.close();
  }
  ~Folder() {
    std::error_code error;
    fs::remove_all(path_, error);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] fs::path file(std::string_view name) const { return path_ / name; }
  [[nodiscard]] fs::path other() const { return path_ / "other.trace"; }

 private:
  fs::path path_ = fs::temp_directory_path() / ("dormouse-files-" + std::to_string(::getpid()));
};

const Folder& folder() {
  static const Folder made;
  return made;
}

/// Commands take Ctrl-C for themselves; when they are done it is the fuzzer's again.
class KeptSignals {
 public:
  KeptSignals() {
    ::sigaction(SIGINT, nullptr, &interrupt_);
    ::sigaction(SIGTERM, nullptr, &terminate_);
  }
  ~KeptSignals() {
    ::sigaction(SIGINT, &interrupt_, nullptr);
    ::sigaction(SIGTERM, &terminate_, nullptr);
  }
  KeptSignals(const KeptSignals&) = delete;
  KeptSignals& operator=(const KeptSignals&) = delete;

 private:
  struct sigaction interrupt_{}, terminate_{};
};

/// Whether it was read; if not, it was refused as bad input is.
template <class Read>
bool reads(const Read& read) {
  try {
    read();
    return true;
  } catch (const scenarios::InputError& error) {
    if (error.problems().empty()) std::abort();
    for (const scenarios::Problem& problem : error.problems())
      if (problem.file.empty() || problem.message.empty() || problem.line < 0 || problem.column < 0) std::abort();
    return false;
  }
}

void read_as_trace(const fs::path& file) {
  using namespace commands;
  std::size_t records = 0;
  const bool whole = reads([&] { read_trace(file, [&](const sim::RawRecord&) { ++records; }); });
  const bool told = reads([&] { (void)trace_stats(file, false); });
  if (told && !whole) std::abort();
  reads([&] { (void)trace_stats(file, true); });
  TraceGrepOptions grep;
  grep.file = file;
  grep.client = "phone-1";
  reads([&] { (void)trace_grep(grep); });
  grep.client = "";
  grep.room = "lobby";
  grep.text = "i";
  grep.from = "1s";
  grep.to = "300d";
  grep.json = true;
  reads([&] { (void)trace_grep(grep); });
  reads([&] { (void)trace_convert({.from = file, .to = folder().file("a.csv")}); });
  reads([&] { (void)trace_diff(folder().other(), file); });
  if (told && trace_diff(file, file) != Exit::holds) std::abort();
  for (const std::size_t number : {records, records / 2}) {
    ExplainOptions options;
    options.run = file;
    options.event = std::to_string(number);
    options.mermaid = number == records;
    reads([&] { (void)explain(options); });
  }
  if (reads([&] { (void)trace_convert({.from = file, .to = folder().file("a.jsonl")}); }))
    reads([&] { (void)trace_convert({.from = folder().file("a.jsonl"), .to = folder().file("c.trace")}); });
}

void read_as_block(std::string_view payload, std::uint32_t records) {
  std::string block = "DMTB";
  block.resize(16);
  char* out = sim::encode_at(block.data() + 4, sim::kTraceVersion);
  out = sim::encode_at(out, std::uint16_t{0});
  out = sim::encode_at(out, static_cast<std::uint32_t>(payload.size()));
  (void)sim::encode_at(out, records);
  block += payload;
  const fs::path file = folder().file("a.trace");
  write(file, block);
  read_as_trace(file);
}

void read_as_payload(std::string_view payload) {
  std::uint32_t records = 0;
  for (std::string_view rest = payload; rest.size() >= kRecordHeader; ++records) {
    std::uint32_t size = 0;
    sim::RecordDecoder(rest.substr(2)).get(size);
    rest.remove_prefix(std::min(rest.size(), kRecordHeader + size));
  }
  read_as_block(payload, records);
}

/// What of a record is there, and zeros for the rest.
template <sim::Record R>
void complete(std::string_view body, std::string& out) {
  R record;
  sim::RecordDecoder decoder(body);
  std::apply([&](const auto&... f) { (decoder.get(record.*(f.member)), ...); }, R::fields());
  sim::encode(record, out);
}

void read_as_records(std::string_view bytes) {
  std::string payload;
  std::uint32_t records = 0;
  for (; bytes.size() >= kRecordHeader; ++records) {
    sim::RecordDecoder decoder(bytes);
    std::uint16_t kind = 0;
    std::uint32_t size = 0;
    decoder.get(kind);
    decoder.get(size);
    const std::string_view at = bytes.substr(6, 8);
    bytes.remove_prefix(kRecordHeader);
    const std::string_view body = bytes.substr(0, size);
    bytes.remove_prefix(body.size());
    std::string completed;
    if (kind == sim::BodyRecord::kKind) complete<sim::BodyRecord>(body, completed);
    models::for_each_record_type([&]<class R>() {
      if (kind == R::kKind) complete<R>(body, completed);
    });
    std::string header(6, '\0');
    (void)sim::encode_at(sim::encode_at(header.data(), kind), static_cast<std::uint32_t>(completed.size()));
    payload += header;
    payload += at;
    payload += completed;
  }
  read_as_block(payload, records);
}

/// What is fitted to a file can be played.
void read_as_recorded(const fs::path& file) {
  commands::CalibrateOptions options;
  options.file = file;
  options.output = folder().file("fitted.yaml");
  options.force = true;
  reads([&] { (void)commands::calibrate(options); });
}

void read_as_results(std::string text) {
  using namespace commands;
  static const PlannedRun run{.scenario = folder().file("played.yaml"), .variation = {}, .seed = {1, 0}};
  static const std::string digest = inputs_digest(run.scenario);
  constexpr std::string_view kInputs = "INPUTS", kScenario = "SCENARIO";
  for (const auto& [word, meaning] : {std::pair{kInputs, digest}, std::pair{kScenario, run.scenario.string()}})
    for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += meaning.size())
      text.replace(at, word.size(), meaning);
  const fs::path file = folder().file("results.jsonl");
  write(file, text);
  KeptResults kept;
  kept.read(file);
  (void)kept.others({});
  if (kept.find(run, digest) == nullptr) return;  // it would be played
  for (const bool json : {false, true})
    for (const bool table : {false, true})
      (void)replicate({run}, {.results = file, .resume = true, .json = json, .table = table});
}

void read_as_suite(const fs::path& file) {
  const commands::SuiteOutputs outputs{.junit = folder().file("a.xml"),
                                       .json = folder().file("a.json"),
                                       .sarif = folder().file("a.sarif"),
                                       .github = true};
  reads([&] { (void)commands::merge_suites({.files = {file}, .outputs = outputs}); });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const KeptSignals signals;
  const char what = static_cast<char>(*data);
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto saved = [&](const char* name) {
    write(folder().file(name), bytes);
    return folder().file(name);
  };
  switch (what) {
    case 'f':
      reads([&] {
        const fs::path file = saved("a.trace"), copy = folder().file("b.trace");
        (void)commands::trace_convert({.from = file, .to = copy});
        if (commands::trace_diff(file, copy) != commands::Exit::holds) std::abort();
      });
      read_as_trace(saved("a.trace"));
      break;
    case 'p':
      read_as_payload(bytes);
      break;
    case 'r':
      read_as_records(bytes);
      break;
    case 'l':
      if (reads([&] { (void)commands::trace_convert({.from = saved("l.jsonl"), .to = folder().file("l.trace")}); }))
        read_as_trace(folder().file("l.trace"));
      read_as_recorded(folder().file("l.jsonl"));
      break;
    case 'w':
      read_as_recorded(saved("w.json"));
      break;
    case 'k':
      read_as_results(std::string(bytes));
      break;
    case 's':
      read_as_suite(saved("s.json"));
      break;
    default:
      break;
  }
  return 0;
}
