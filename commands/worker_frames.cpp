#include "commands/worker_frames.h"

#include <unistd.h>

#include <iostream>
#include <iterator>
#include <string>

#include "scenarios/input_error.h"
#include "sim/worker_process.h"

namespace commands {

using nlohmann::json;

void send(sim::FrameType type, std::string_view payload) {
  if (!sim::send_frame(static_cast<std::uint32_t>(type), payload)) ::_exit(1);
}

void send(sim::FrameType type, const json& message) {
  send(type, std::string_view(message.dump(-1, ' ', false, json::error_handler_t::replace)));
}

json read_request() {
  const std::string text{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
  return json::parse(text);
}

void answer(const std::function<void()>& work) {
  try {
    work();
  } catch (const scenarios::InputError& error) {
    json problems = json::array();
    for (const auto& problem : error.problems())
      problems.push_back({{"file", problem.file},
                          {"line", problem.line},
                          {"column", problem.column},
                          {"message", problem.message},
                          {"remedy", problem.remedy}});
    send(sim::FrameType::bad_input, problems);
  } catch (const std::exception& error) {
    send(sim::FrameType::failed, {{"message", error.what()}});
  }
}

}  // namespace commands
