#include "commands/supervise.h"

#include <fmt/format.h>

#include <csignal>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "commands/stoppable_work.h"
#include "commands/worker_commands.h"
#include "sim/frames.h"
#include "sim/worker_process.h"

namespace commands {
namespace {

using nlohmann::json;

std::atomic<bool> g_interrupted{false};

sim::WorkerCommand command_for(const json& request) {
  const std::filesystem::path folder = std::filesystem::canonical("/proc/self/exe").parent_path();
  sim::WorkerCommand command =
      request.value("native", false) ? native_worker(folder, request) : javascript_worker(folder, request);
  // Above what the engine allows itself: a backstop for what escapes it.
  command.memory_limit_bytes = 3ULL << 30;
  return command;
}

scenarios::InputError input_error(const json& problems) {
  std::vector<scenarios::Problem> list;
  for (const json& one : problems)
    list.push_back({one["file"], one["line"], one["column"], one["message"], one["remedy"]});
  return scenarios::InputError(std::move(list));
}

std::string message_of(const json& failed) { return "the worker failed: " + failed["message"].get<std::string>(); }

/// What has been heard of the piece of work that the worker is at.
struct Heard {
  std::optional<json> end, bad_input, failed;
  std::string host_limit;

  void hear(sim::FrameType type, std::string_view payload) {
    switch (type) {
      case sim::FrameType::block:
        return;
      case sim::FrameType::end:
        end = json::parse(payload);
        return;
      case sim::FrameType::bad_input:
        bad_input = json::parse(payload);
        return;
      case sim::FrameType::failed:
        failed = json::parse(payload);
        return;
      case sim::FrameType::host_limit:
        host_limit = std::string(payload);
        return;
    }
  }
  [[nodiscard]] bool answered() const { return end || bad_input || failed; }
};

WorkDone limited(std::string what) {
  return {.kind = WorkDone::Kind::host_limit, .end = {}, .detail = std::move(what)};
}

/// Of a piece of work that the worker has answered.
WorkDone judge_answer(Heard& heard) {
  if (heard.bad_input) throw input_error(*heard.bad_input);
  if (heard.failed) throw std::runtime_error(message_of(*heard.failed));
  std::string limit = heard.end->value("hostLimit", std::string());
  if (!limit.empty()) return limited(std::move(limit));
  return {.kind = WorkDone::Kind::done, .end = std::move(*heard.end), .detail = ""};
}

/// Of a piece of work that the worker was at when it ended.
WorkDone judge_unanswered(const sim::WorkerEnd& end, Heard& heard) {
  using Kind = sim::WorkerEnd::Kind;
  if (end.kind == Kind::stopped) return {.kind = WorkDone::Kind::interrupted, .end = {}, .detail = "interrupted"};
  if (!heard.host_limit.empty()) return limited(std::move(heard.host_limit));
  switch (end.kind) {
    case Kind::memory_limit:
    case Kind::cpu_limit:
    case Kind::stalled:
    case Kind::signalled:
      return limited(end.detail);
    default:
      throw std::runtime_error(fmt::format("the worker ended without a result: {}\n{}", end.detail, end.error_output));
  }
}

WorkDone supervise_command(const sim::WorkerCommand& command, const std::function<void(std::string_view)>& on_block) {
  Heard heard;
  const auto on_frame = [&](const sim::WorkerFrame& frame) {
    const auto type = static_cast<sim::FrameType>(frame.type);
    if (type == sim::FrameType::block) return on_block(frame.payload);
    heard.hear(type, frame.payload);
  };
  const sim::WorkerEnd end = sim::run_worker(command, on_frame);
  const bool finished = heard.bad_input || heard.failed || (heard.end && end.kind == sim::WorkerEnd::Kind::done);
  return finished ? judge_answer(heard) : judge_unanswered(end, heard);
}

}  // namespace

WorkDone supervise(json request, const std::function<void(std::string_view)>& on_block) {
  return supervise(command_for(request), on_block);
}

WorkDone supervise(sim::WorkerCommand command, const std::function<void(std::string_view)>& on_block) {
  command.stop = &g_interrupted;
  return supervise_command(command, on_block);
}

WorkDone supervise_until(const std::atomic<bool>& stop, json request,
                         const std::function<void(std::string_view)>& on_block) {
  sim::WorkerCommand command = command_for(request);
  command.stop = &stop;
  return supervise_command(command, on_block);
}

std::size_t supervise_pieces(json request, std::size_t pieces, const PieceListener& listener) {
  Heard heard;
  std::size_t answers = 0;
  const auto tell = [&](const std::function<WorkDone()>& judge) {
    PieceAnswer answer;
    try {
      answer.work = judge();
    } catch (const scenarios::InputError& error) {
      answer.error = error.what();
      answer.bad_input = true;
    } catch (const std::exception& error) {
      answer.error = error.what();
    }
    heard = {};
    listener.on_answer(answers++, std::move(answer));
  };
  const auto on_frame = [&](const sim::WorkerFrame& frame) {
    const auto type = static_cast<sim::FrameType>(frame.type);
    if (type == sim::FrameType::block) return listener.on_block(answers, frame.payload);
    heard.hear(type, frame.payload);
    if (heard.answered()) tell([&] { return judge_answer(heard); });
  };
  sim::WorkerCommand command = command_for(request);
  command.stop = &g_interrupted;
  const sim::WorkerEnd end = sim::run_worker(command, on_frame);
  if (answers < pieces) tell([&] { return judge_unanswered(end, heard); });
  return answers;
}

bool interrupted() { return g_interrupted; }

void catch_interrupts() {
  std::signal(SIGINT, [](int) { g_interrupted = true; });
  std::signal(SIGTERM, [](int) { g_interrupted = true; });
}

}  // namespace commands
