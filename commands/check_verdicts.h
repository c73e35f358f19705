#pragma once

// What became of the expectations that are the user's code, read from the trace.

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "models/records.h"
#include "reports/verdict_line.h"
#include "sim/trace.h"

namespace commands {

class CheckVerdicts {
 public:
  void visit(const sim::RawRecord& record);
  /// Of the expectation at this place; one that says that none came, if the run ended too soon.
  void add_lines(std::size_t expectation, const std::string& file, sim::Time start,
                 std::vector<reports::VerdictLine>& lines) const;

 private:
  std::map<std::uint32_t, std::vector<models::CheckVerdict>> verdicts_;
};

}  // namespace commands
