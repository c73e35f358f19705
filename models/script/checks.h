#pragma once

// Expectations that are the user's own code. Each module has an engine of its own, reads the records of the run block
// by block as they leave it, and says at the end what became of its checks. It can change nothing in the run.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/script/record_view.h"
#include "models/script/script_code.h"
#include "models/script_records.h"
#include "sim/choice.h"
#include "sim/trace.h"

namespace models::script {

struct CheckModule {
  std::uint32_t expectation = 0;  // its place in `expect:`
  std::string file;               // as the user calls it
  std::vector<std::string> only;  // exports; all that are checks, if it is empty
  const ScriptCode& code;
};

/// What is wrong with a module before the run.
struct CheckLoadError {
  std::string file;
  int line = 0;
  int column = 0;
  std::string message;
};

class Checks {
 public:
  /// The module's code must outlive it.
  Checks(std::shared_ptr<js::Engine> engine, CheckModule module, sim::RandomStream random, sim::Time start);
  ~Checks();
  Checks(const Checks&) = delete;
  Checks& operator=(const Checks&) = delete;

  [[nodiscard]] std::optional<CheckLoadError> load();
  void read_block(std::string_view block);
  /// unfinished: what kept the run from its end; empty if nothing did.
  [[nodiscard]] std::vector<CheckVerdict> verdicts(sim::Time end, std::string_view unfinished);

 private:
  [[nodiscard]] std::optional<CheckLoadError> failure(const js::Outcome& outcome) const;
  [[nodiscard]] CheckVerdict verdict_of(std::string_view name, std::string text) const;
  void define();

  std::shared_ptr<js::Engine> engine_;
  CheckModule module_;
  sim::RandomStream random_;
  sim::Time start_;
  double now_ms_ = 0;
  RecordView view_;
  sim::TraceReader reader_;
  js::Handle visit_;
  std::string lines_;
  std::string stopped_;  // why nothing is asked any more
};

/// Hands every block on, and lets checks read it first.
class CheckedSink final : public sim::TraceSink {
 public:
  explicit CheckedSink(sim::TraceSink& sink) : sink_(sink) {}
  void add(Checks& checks) { checks_.push_back(&checks); }
  void write_block(std::string_view block) override {
    for (Checks* checks : checks_) checks->read_block(block);
    sink_.write_block(block);
  }

 private:
  sim::TraceSink& sink_;
  std::vector<Checks*> checks_;
};

}  // namespace models::script
