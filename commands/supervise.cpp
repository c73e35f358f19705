#include "commands/supervise.h"

#include <fmt/format.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "models/js/node_program.h"
#include "sim/frames.h"
#include "sim/worker_process.h"

namespace commands {
namespace {

using nlohmann::json;

std::atomic<bool> g_interrupted{false};

sim::WorkerCommand command_for(const json& request) {
  const std::filesystem::path folder = std::filesystem::canonical("/proc/self/exe").parent_path();
  const std::string program = (folder / "dormouse_worker.node").string();
  sim::WorkerCommand command = models::js::worker_command({.addon = program, .arguments = {}});
  json with_snapshot = request;
  with_snapshot["snapshot"] = (folder / "dormouse.snapshot").string();
  command.request = with_snapshot.dump();
  // Above what the engine allows itself: a backstop for what escapes it.
  command.memory_limit_bytes = 3ULL << 30;
  command.stop = &g_interrupted;
  return command;
}

scenarios::InputError input_error(const json& problems) {
  std::vector<scenarios::Problem> list;
  for (const json& one : problems)
    list.push_back({one["file"], one["line"], one["column"], one["message"], one["remedy"]});
  return scenarios::InputError(std::move(list));
}

struct Heard {
  std::optional<json> end, bad_input, failed;
  std::string host_limit;
};

WorkDone judge(const sim::WorkerEnd& end, Heard& heard) {
  using Kind = sim::WorkerEnd::Kind;
  if (heard.bad_input) throw input_error(*heard.bad_input);
  if (heard.failed) throw std::runtime_error("the worker failed: " + (*heard.failed)["message"].get<std::string>());
  if (end.kind == Kind::stopped) return {.kind = WorkDone::Kind::interrupted, .end = {}, .detail = "interrupted"};
  if (heard.end && end.kind == Kind::done) {
    std::string limit = heard.end->value("hostLimit", std::string());
    if (!limit.empty()) return {.kind = WorkDone::Kind::host_limit, .end = {}, .detail = std::move(limit)};
    return {.kind = WorkDone::Kind::done, .end = std::move(*heard.end), .detail = ""};
  }
  if (!heard.host_limit.empty())
    return {.kind = WorkDone::Kind::host_limit, .end = {}, .detail = std::move(heard.host_limit)};
  switch (end.kind) {
    case Kind::memory_limit:
    case Kind::cpu_limit:
    case Kind::stalled:
    case Kind::signalled:
      return {.kind = WorkDone::Kind::host_limit, .end = {}, .detail = end.detail};
    default:
      throw std::runtime_error(fmt::format("the worker ended without a result: {}\n{}", end.detail, end.error_output));
  }
}

}  // namespace

WorkDone supervise(json request, const std::function<void(std::string_view)>& on_block) {
  Heard heard;
  const auto on_frame = [&](const sim::WorkerFrame& frame) {
    switch (static_cast<sim::FrameType>(frame.type)) {
      case sim::FrameType::block:
        return on_block(frame.payload);
      case sim::FrameType::end:
        heard.end = json::parse(frame.payload);
        return;
      case sim::FrameType::bad_input:
        heard.bad_input = json::parse(frame.payload);
        return;
      case sim::FrameType::failed:
        heard.failed = json::parse(frame.payload);
        return;
      case sim::FrameType::host_limit:
        heard.host_limit = std::string(frame.payload);
        return;
    }
  };
  const sim::WorkerEnd end = sim::run_worker(command_for(request), on_frame);
  return judge(end, heard);
}

void catch_interrupts() {
  std::signal(SIGINT, [](int) { g_interrupted = true; });
  std::signal(SIGTERM, [](int) { g_interrupted = true; });
}

}  // namespace commands
