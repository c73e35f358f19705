#include "commands/seen_by_clients.h"

#include <algorithm>
#include <map>
#include <vector>

#include "commands/read_trace.h"
#include "models/invariants/property.h"

namespace commands {
namespace {

using models::invariants::on;

/// The records that make the lines of a transcript (scenarios/fuzz/transcript.cpp), by client.
class LineRecords {
 public:
  void visit(const sim::RawRecord& record) {
    on<models::NameDefined>(record, [this](const models::NameDefined& named) {
      if (named.what == models::NameOf::client) names_[models::ClientId{named.id}] = named.name;
    });
    on<models::ClientConnected>(record, [this](const auto& one) { add(one.client); });
    on<models::ClientRefused>(record, [this](const auto& one) { add(one.client); });
    on<models::ClientReceived>(record, [this](const auto& one) { add(one.client); });
    on<models::HttpAnswered>(record, [this](const auto& one) { add(one.client); });
    on<models::ClientClosed>(record, [this](const auto& one) { add(one.client); });
    ++number_;
  }
  [[nodiscard]] std::size_t of(const std::string& client, std::size_t line) const {
    const auto found = records_.find(client);
    if (found == records_.end()) return 0;
    return found->second[std::min(line, found->second.size() - 1)];
  }

 private:
  void add(models::ClientId client) { records_[names_[client]].push_back(number_); }

  std::size_t number_ = 0;
  std::map<models::ClientId, std::string> names_;
  std::map<std::string, std::vector<std::size_t>> records_;
};

LineRecords lines_of(const std::filesystem::path& trace) {
  LineRecords records;
  read_trace(trace, [&](const sim::RawRecord& record) { records.visit(record); });
  return records;
}

}  // namespace

std::size_t record_of_line(const std::filesystem::path& trace, const std::string& client, std::size_t line) {
  return lines_of(trace).of(client, line);
}

std::optional<FirstDifference> first_difference(const std::filesystem::path& trace,
                                                const scenarios::fuzz::Transcript& here,
                                                const scenarios::fuzz::Transcript& there) {
  const LineRecords records = lines_of(trace);
  const auto ours = here.lines();
  auto theirs = there.lines();
  for (const auto& [client, lines] : ours) theirs[client];
  std::optional<FirstDifference> first;
  for (const auto& [client, others] : theirs) {
    const auto found = ours.find(client);
    const std::vector<scenarios::fuzz::TranscriptLine> none;
    const auto apart = scenarios::fuzz::first_apart(others, found == ours.end() ? none : found->second);
    if (!apart) continue;
    const std::size_t record = records.of(client, apart->napped);
    if (!first || record < first->record)
      first = {.client = client, .line = apart->napped, .line_there = apart->awake, .record = record};
  }
  return first;
}

}  // namespace commands
