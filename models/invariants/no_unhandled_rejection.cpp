#include "models/invariants/no_unhandled_rejection.h"

#include <fmt/format.h>

#include <algorithm>

namespace models::invariants {

void NoUnhandledRejection::visit(const sim::RawRecord& record, const RunContext& run) {
  on<InvocationBegan>(record, [this](const InvocationBegan& /*began*/) { findings_.examined(); });
  // At the lifecycle level these are what tells that code ran.
  on<InstanceConstructed>(record, [this](const InstanceConstructed& /*constructed*/) { findings_.examined(); });
  on<WorkerRequest>(record, [this](const WorkerRequest& /*request*/) { findings_.examined(); });
  on<ExceptionThrown>(record, [&](const ExceptionThrown& thrown) {
    if (!thrown.unhandled_rejection) return;
    findings_.examined();
    Violation violation{.at = record.at, .who = run.room(thrown.room), .explanation = {}, .record = run.record()};
    violation.explanation.push_back(
        fmt::format("A promise was rejected and nobody handled it: {}",
                    thrown.message.empty() ? thrown.name : thrown.name + ": " + thrown.message));
    for (std::string_view rest = thrown.stack; !rest.empty();) {
      const std::string_view frame = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), frame.size() + 1));
      violation.explanation.emplace_back(frame.substr(std::min(frame.find_first_not_of(' '), frame.size())));
    }
    violation.explanation.emplace_back("Await it, or give it a catch(), or hand it to ctx.waitUntil() with one.");
    findings_.violated(std::move(violation));
  });
}

Verdict NoUnhandledRejection::verdict(const RunContext& /*run*/) { return findings_.verdict(name(), "no code ran"); }

}  // namespace models::invariants
