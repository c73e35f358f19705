#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace reports {

enum class Verdict : std::uint8_t { holds, violated, unknown };
[[nodiscard]] constexpr std::string_view name_of(Verdict verdict) {
  constexpr std::string_view kNames[] = {"holds", "violated", "unknown"};
  return kNames[static_cast<std::size_t>(verdict)];
}

/// One expectation of the scenario and what became of it, as a report shows it.
struct VerdictLine {
  std::string name;
  Verdict verdict = Verdict::unknown;
  std::vector<std::string> details;
};

}  // namespace reports
