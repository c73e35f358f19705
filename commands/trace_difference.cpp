#include "commands/trace_difference.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "commands/ingredients.h"

namespace commands {
namespace {

/// The records of one block, as long as it lives.
std::vector<sim::RawRecord> records_of(std::string_view block) {
  std::vector<sim::RawRecord> records;
  if (block.empty()) return records;
  sim::TraceReader reader;
  reader.read_block(block, [&records](const sim::RawRecord& record) { records.push_back(record); });
  return records;
}

bool same(const sim::RawRecord& a, const sim::RawRecord& b) {
  return a.kind == b.kind && a.at == b.at && a.body == b.body;
}

}  // namespace

KeptTrace::KeptTrace() : file_(std::tmpfile()) {
  if (!file_) throw std::system_error(errno, std::generic_category(), "no place for the last run's trace");
}

void KeptTrace::write(std::string_view block) {
  const auto size = static_cast<std::uint32_t>(block.size());
  if (std::fwrite(&size, sizeof size, 1, file_.get()) != 1 ||
      std::fwrite(block.data(), 1, block.size(), file_.get()) != block.size())
    throw std::system_error(errno, std::generic_category(), "no place for the last run's trace");
}

void KeptTrace::rewind() { std::rewind(file_.get()); }

std::optional<std::string> KeptTrace::next() {
  std::uint32_t size = 0;
  if (std::fread(&size, sizeof size, 1, file_.get()) != 1) return std::nullopt;
  std::string block(size, '\0');
  if (std::fread(block.data(), 1, size, file_.get()) != size) return std::nullopt;
  return block;
}

void TraceDifference::block(std::string_view block) {
  if (last_ != nullptr && !parting_) {
    const std::optional<std::string> then = last_->next();
    if (!then || *then != block) part(then.value_or(""), block);
  }
  if (parting_ || last_ == nullptr) {
    for (const sim::RawRecord& record : records_of(block)) {
      lines_.visit(record);
      ++records_;
    }
    return;
  }
  const auto records = records_of(block);
  for (std::size_t i = 0; i < records.size(); ++i) {
    lines_.visit(records[i]);
    ++records_;
    if (records.size() - i > kBefore) continue;
    before_.push_back(lines_.line(records[i]));
    if (before_.size() > kBefore) before_.pop_front();
  }
}

void TraceDifference::part(std::string_view then, std::string_view now) {
  const auto of_then = records_of(then);
  const auto of_now = records_of(now);
  std::size_t at = 0;
  RecordLines lines = lines_;  // as both runs have told them
  while (at < of_then.size() && at < of_now.size() && same(of_then[at], of_now[at])) {
    lines.visit(of_now[at]);
    before_.push_back(lines.line(of_now[at++]));
    if (before_.size() > kBefore) before_.pop_front();
  }
  // A block that is full in one run and the last, shorter one in the other: the next blocks tell, but for an end.
  parting_.emplace();
  parting_->before.assign(before_.begin(), before_.end());
  const auto tell = [&lines](const std::vector<sim::RawRecord>& records, std::size_t i) {
    return i < records.size() ? lines.line(records[i]) : std::string();
  };
  parting_->then = tell(of_then, at);
  parting_->now = tell(of_now, at);
  if (at < of_then.size() && at < of_now.size()) parting_->differs = differing(of_then[at], of_now[at]);
}

const std::optional<Parting>& TraceDifference::end() {
  if (last_ != nullptr && !parting_) {
    const std::optional<std::string> then = last_->next();
    if (then) part(*then, "");
  }
  return parting_;
}

}  // namespace commands
