#include "commands/fuzz_state.h"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

#include "commands/bug_base.h"
#include "commands/finding.h"
#include "scenarios/input_error.h"

namespace commands {

namespace fs = std::filesystem;

fs::path state_file(const fs::path& base, const fs::path& scenario, const std::string& variation,
                    const FuzzState& state) {
  const std::string what = fmt::format("{} {}", state.seed, state.shard);
  const fs::path beside = fs::absolute(base).lexically_normal().parent_path();
  return beside / "fuzz" / (bug_id(path_from(base, scenario), variation, what) + ".json");
}

FuzzState resumed(const fs::path& file, FuzzState state) {
  std::ifstream in(file, std::ios::binary);
  const nlohmann::json kept = nlohmann::json::parse(in, nullptr, false);
  if (!kept.is_object() || kept.value("inputs", "") != state.inputs ||
      kept.value("seed", std::uint64_t{0}) != state.seed)
    return state;
  for (const auto& [key, member] : {std::pair{"seeds", &FuzzState::seeds},
                                    {"runs", &FuzzState::runs},
                                    {"explored", &FuzzState::explored},
                                    {"failed", &FuzzState::failed}})
    state.*member = kept.value(key, std::uint64_t{0});
  return state;
}

void save_state(const fs::path& file, const FuzzState& state) {
  const nlohmann::ordered_json kept = {{"inputs", state.inputs}, {"seed", state.seed}, {"shard", state.shard},
                                       {"seeds", state.seeds},   {"runs", state.runs}, {"explored", state.explored},
                                       {"failed", state.failed}};
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  // At any moment the old one is there, or the new one, whole.
  fs::path next = file;
  next += ".next";
  write_text(next, kept.dump(2) + "\n");
  fs::rename(next, file, error);
  if (error) throw scenarios::InputError({{file.string(), 0, 0, "cannot be written: " + error.message(), ""}});
}

}  // namespace commands
