#include "models/invariants/no_handler_throws.h"

#include <fmt/format.h>

#include <algorithm>

namespace models::invariants {
namespace {

std::string_view handler_of(InvocationKind kind) {
  switch (kind) {
    case InvocationKind::worker_fetch:
      return "the Worker's fetch()";
    case InvocationKind::fetch:
      return "fetch()";
    case InvocationKind::rpc:
      return "an RPC method";
    case InvocationKind::alarm:
      return "alarm()";
    case InvocationKind::message:
      return "webSocketMessage()";
    case InvocationKind::close:
      return "webSocketClose()";
    case InvocationKind::error:
      return "webSocketError()";
    case InvocationKind::timer:
      return "a timer";
    case InvocationKind::constructor:
      return "the constructor";
    case InvocationKind::scheduled:
      return "scheduled()";
  }
  return "a handler";
}

bool is_reserved_close_code(const ExceptionThrown& thrown) {
  if (thrown.name != "InvalidAccessError") return false;
  return thrown.message.find("1005") != std::string::npos || thrown.message.find("1006") != std::string::npos;
}

void explain_close_code(std::vector<std::string>& lines) {
  lines.emplace_back(
      "1005 and 1006 are not real close codes: 1005 says that the client's Close frame held none, 1006 that the "
      "connection ended without a Close frame. They never travel, so close(code, reason) with what webSocketClose() "
      "was given throws for every client that leaves without a code or drops out.");
  lines.emplace_back(
      "Nothing in the handler after that line runs: what it should tidy up for the departed client stays, and a "
      "client that waits for a Close reply gets none.");
  lines.emplace_back("Remedy: reply with a code that may travel, for example 1000, when the code is 1005 or 1006.");
}

}  // namespace

bool is_told_to_caller(const ExceptionThrown& thrown) {
  return thrown.kind == InvocationKind::rpc && !thrown.unhandled_rejection;
}

Violation violation_of(const ExceptionThrown& thrown, sim::Time at, const RunContext& run) {
  Violation violation{.at = at, .who = run.room(thrown.room), .explanation = {}};
  const std::string error = thrown.name.empty()      ? thrown.message
                            : thrown.message.empty() ? thrown.name
                                                     : thrown.name + ": " + thrown.message;
  violation.explanation.push_back(
      thrown.unhandled_rejection
          ? fmt::format("A promise made in {} was rejected and nobody handled it: {}", handler_of(thrown.kind), error)
          : fmt::format("{} threw {}", handler_of(thrown.kind), error));
  if (is_reserved_close_code(thrown)) explain_close_code(violation.explanation);
  for (std::string_view rest = thrown.stack; !rest.empty();) {
    const std::string_view frame = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), frame.size() + 1));
    violation.explanation.emplace_back(frame.substr(std::min(frame.find_first_not_of(' '), frame.size())));
  }
  return violation;
}

void NoHandlerThrows::visit(const sim::RawRecord& record, const RunContext& run) {
  on<InvocationBegan>(record, [this](const InvocationBegan& /*began*/) { findings_.examined(); });
  // At the lifecycle level this is what tells that code ran.
  on<InstanceConstructed>(record, [this](const InstanceConstructed& /*constructed*/) { findings_.examined(); });
  on<ExceptionThrown>(record, [&](const ExceptionThrown& thrown) {
    findings_.examined();
    if (is_told_to_caller(thrown)) return;
    findings_.violated(violation_of(thrown, record.at, run));
  });
}

Verdict NoHandlerThrows::verdict(const RunContext& /*run*/) {
  return findings_.verdict(name(), "no handler ran, or the trace does not tell");
}

}  // namespace models::invariants
