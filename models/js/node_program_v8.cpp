#include "models/js/node_program.h"

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

}  // namespace

sim::WorkerCommand worker_command(const NodeProgram& program) {
  sim::WorkerCommand command;
  command.arguments.push_back(program.node.empty() ? DORMOUSE_NODE_BINARY : program.node);
  append_lines(command.arguments, DORMOUSE_NODE_FLAGS);
  command.arguments.insert(command.arguments.end(), {"--require", program.addon, program.addon});
  command.arguments.insert(command.arguments.end(), program.arguments.begin(), program.arguments.end());
  append_lines(command.environment, DORMOUSE_NODE_ENVIRONMENT);
  return command;
}

sim::WorkerCommand script_command(const std::string& script) {
  sim::WorkerCommand command;
  command.arguments = {DORMOUSE_NODE_BINARY, script};
  append_lines(command.environment, DORMOUSE_NODE_ENVIRONMENT);
  return command;
}

}  // namespace models::js
