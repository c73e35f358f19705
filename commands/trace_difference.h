#pragma once

// Where two runs' traces part. The last run's blocks are kept in a file without a name, and read again while the next
// run's come in.

#include <cstdint>
#include <cstdio>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commands/record_lines.h"
#include "sim/trace.h"

namespace commands {

/// Blocks of a trace, to be read once more in order. Throws std::system_error if there is no place for them.
class KeptTrace {
 public:
  KeptTrace();
  void write(std::string_view block);
  void rewind();
  [[nodiscard]] std::optional<std::string> next();

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
};

struct Parting {
  std::vector<std::string> before;   // lines of the last records that both have
  std::string then;                  // what the last run has in their place; "": it had ended
  std::string now;                   // what this run has; "": it has ended
  std::vector<std::string> differs;  // by which ingredients, if both have a record
};

/// Takes a run's blocks as they come and compares them with the last run's, if there is one.
class TraceDifference {
 public:
  TraceDifference(sim::Time start, KeptTrace* last) : lines_(start), last_(last) {
    if (last_ != nullptr) last_->rewind();
  }
  void block(std::string_view block);
  /// This run has ended; where they part, if they do.
  [[nodiscard]] const std::optional<Parting>& end();
  [[nodiscard]] bool parted() const { return parting_.has_value(); }
  [[nodiscard]] std::uint64_t records() const { return records_; }
  [[nodiscard]] const RecordLines& lines() const { return lines_; }

 private:
  void part(std::string_view then, std::string_view now);

  static constexpr std::size_t kBefore = 4;
  RecordLines lines_;
  KeptTrace* last_;
  std::deque<std::string> before_;
  std::optional<Parting> parting_;
  std::uint64_t records_ = 0;
};

}  // namespace commands
