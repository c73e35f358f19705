#pragma once

// What one run of a campaign comes to: which promise broke, if one did, in words that are the same for the same bug.

#include <optional>
#include <string>
#include <vector>

#include "models/invariants/property.h"
#include "scenarios/fuzz/excuses.h"
#include "scenarios/fuzz/healing.h"
#include "scenarios/fuzz/interrupted.h"
#include "scenarios/fuzz/throws.h"
#include "scenarios/fuzz/transcript.h"
#include "scenarios/scenario.h"
#include "sim/trace.h"

namespace scenarios::fuzz {

struct Failure {
  std::string oracle;    // "no handler throws", "nap equivalence", an expectation
  std::string identity;  // the oracle and the place: equal for two failures of one bug
  std::vector<std::string> words;
  std::optional<sim::Time> at = {};  // when it was certain, if one moment shows it
  std::string text = {};             // seen implies durable: what was shown
};

/// Reads one run.
class Judge {
 public:
  /// frees_storage: its code is meant to, so that storage which nothing will free any more is no purpose.
  explicit Judge(const Scenario& scenario, bool frees_storage = false);
  void visit(const sim::RawRecord& record);
  /// Of all that broke the first that the room has to answer for.
  [[nodiscard]] std::optional<Failure> failure();
  /// Somebody who waited in vain, excused or not; nothing where something went wrong that somebody was told, or where a
  /// message died with its room.
  [[nodiscard]] std::optional<Failure> in_vain();
  [[nodiscard]] const Transcript& transcript() const { return transcript_; }

 private:
  [[nodiscard]] bool excused(const models::invariants::Verdict& verdict) const;
  [[nodiscard]] bool excused(const models::CheckVerdict& check) const;

  models::invariants::PropertySet properties_;
  Throws throws_;
  Transcript transcript_;
  Excuses excuses_;
  Interrupted interrupted_;
  std::optional<Healing> healing_;  // if something is promised that must come about again
  std::vector<models::CheckVerdict> checks_;
  bool erred_ = false;  // code threw, or a request failed
};

/// Storage was not freed.
[[nodiscard]] bool is_of_freeing(const Failure& failure);
/// Somebody waited in vain.
[[nodiscard]] bool is_of_waiting(const Failure& failure);
/// It is one of storage that came back when a room had deleted all.
[[nodiscard]] bool is_of_staying_freed(const Failure& failure);

/// If clients did not see the same with naps as without: who saw what else first.
[[nodiscard]] std::optional<Failure> nap_difference(const Transcript& awake, const Transcript& napped);

}  // namespace scenarios::fuzz
