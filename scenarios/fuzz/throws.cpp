#include "scenarios/fuzz/throws.h"

#include <algorithm>
#include <string>

#include "models/invariants/no_handler_throws.h"

namespace scenarios::fuzz {
namespace {

using models::ExceptionThrown;
using models::invariants::on;

constexpr std::string_view kOfThePlatform[] = {"Network connection lost.",
                                               "Durable Object reset because its code was updated.",
                                               "Internal error in Durable Object storage write",
                                               "Durable Object storage operation exceeded timeout",
                                               "Durable Object is overloaded.",
                                               "The Durable Object was ended after an uncaught exception.",
                                               "database or disk is full: SQLITE_FULL"};

/// Errors of the language, and of a call that may not be made so: nobody throws them to be called again.
constexpr std::string_view kMistakes[] = {
    "TypeError", "RangeError",         "ReferenceError",    "SyntaxError",    "EvalError",
    "URIError",  "InvalidAccessError", "InvalidStateError", "DataCloneError", "QuotaExceededError"};

/// Whoever is still waiting for a retry at the end has asked for it so shortly before.
constexpr sim::Duration kRetried = std::chrono::minutes(1);

bool asks_again(const ExceptionThrown& thrown) {
  return thrown.kind == models::InvocationKind::alarm && !thrown.unhandled_rejection &&
         std::ranges::find(kMistakes, thrown.name) == std::end(kMistakes);
}

}  // namespace

bool is_of_the_platform(std::string_view sentence) {
  return std::ranges::any_of(kOfThePlatform,
                             [sentence](std::string_view text) { return sentence.find(text) != sentence.npos; });
}

void Throws::counts(const Violation& violation) {
  if (!first_ || violation.at < first_->at) first_ = violation;
}

void Throws::visit(const sim::RawRecord& record, const models::invariants::RunContext& run) {
  end_ = record.at;
  on<ExceptionThrown>(record, [&](const ExceptionThrown& thrown) {
    if (is_of_the_platform(thrown.message)) return;
    if (models::invariants::is_told_to_caller(thrown)) return;
    const Violation violation = models::invariants::violation_of(thrown, record.at, run);
    if (!promised_ && asks_again(thrown))
      asking_.try_emplace(thrown.room, Asking{violation}).first->second.has_thrown = true;
    else
      counts(violation);
  });
  on<models::AlarmFired>(record, [this](const models::AlarmFired& fired) {
    if (const auto asking = asking_.find(fired.room); asking != asking_.end()) asking->second.has_thrown = false;
  });
  on<models::AlarmCleared>(record, [this](const models::AlarmCleared& cleared) { asking_.erase(cleared.room); });
  on<models::AlarmEnded>(record, [this](const models::AlarmEnded& ended) {
    const auto asking = asking_.find(ended.room);
    if (asking == asking_.end() || ended.retry_at != sim::Time{}) return;
    if (!ended.ok && asking->second.has_thrown) counts(asking->second.first);
    asking_.erase(asking);
  });
}

std::optional<models::invariants::Violation> Throws::first() const {
  std::optional<Violation> first = first_;
  for (const auto& [room, asking] : asking_)
    if (end_ - asking.first.at > kRetried && (!first || asking.first.at < first->at)) first = asking.first;
  return first;
}

}  // namespace scenarios::fuzz
