#include "models/invariants/no_client_script_throws.h"

#include <fmt/format.h>

#include <algorithm>

namespace models::invariants {

void NoClientScriptThrows::visit(const sim::RawRecord& record, const RunContext& run) {
  on<ScriptBegan>(record, [this](const ScriptBegan& /*began*/) { findings_.examined(); });
  on<ScriptThrew>(record, [&](const ScriptThrew& threw) {
    Violation violation{.at = record.at, .who = run.client(threw.client), .explanation = {}};
    violation.explanation.push_back(
        fmt::format("The client's code threw {}{}{}", threw.name, threw.name.empty() ? "" : ": ", threw.message));
    for (std::string_view rest = threw.stack; !rest.empty();) {
      const std::string_view frame = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), frame.size() + 1));
      violation.explanation.emplace_back(frame.substr(std::min(frame.find_first_not_of(' '), frame.size())));
    }
    findings_.violated(std::move(violation));
  });
}

Verdict NoClientScriptThrows::verdict(const RunContext& /*run*/) {
  return findings_.verdict(name(), "no client that is code ever came");
}

}  // namespace models::invariants
