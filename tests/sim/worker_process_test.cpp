#include "sim/worker_process.h"

#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/frame_stream.h"
#include "tests/catch.h"

namespace sim {

namespace {

using Kind = WorkerEnd::Kind;

struct Received {
  std::vector<std::string> payloads;
  WorkerEnd end;
};

WorkerCommand shell(const std::string& script) {
  WorkerCommand command;
  command.arguments = {"/bin/sh", "-c", script};
  command.environment = {"PATH=/usr/bin:/bin"};
  return command;
}

Received run(const WorkerCommand& command) {
  Received received;
  received.end = run_worker(command, [&](const WorkerFrame& frame) {
    received.payloads.push_back(std::to_string(frame.type) + ":" + std::string(frame.payload));
  });
  return received;
}

/// A shell command that writes a frame of type 1 with a short payload.
std::string frame(const std::string& payload) {
  return "printf '\\001\\000\\000\\000\\00" + std::to_string(payload.size()) + "\\000\\000\\000" + payload + "' >&3; ";
}

std::size_t open_descriptors() {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) count += entry.exists() ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("A worker's frames arrive in order and its end is known", "[worker_process]") {
  const Received received = run(shell(frame("one") + frame("") + frame("two")));
  CHECK(received.payloads == std::vector<std::string>{"1:one", "1:", "1:two"});
  CHECK(received.end.kind == Kind::done);
}

TEST_CASE("A worker reads its request from standard input", "[worker_process]") {
  WorkerCommand command = shell("wc -c | tr -d ' \\n' >&2");
  command.request.assign(3'000'000, 'x');
  const Received received = run(command);
  CHECK(received.end.error_output == "3000000");
}

TEST_CASE("A worker sees the environment it is given and nothing of its supervisor's", "[worker_process]") {
  WorkerCommand command = shell("exec env >&2");
  command.environment = {"PATH=/usr/bin:/bin", "TZ=UTC"};
  const std::string seen = run(command).end.error_output;
  CHECK(seen.find("TZ=UTC") != std::string::npos);
  CHECK(seen.find("HOME=") == std::string::npos);
}

TEST_CASE("An exit status is reported with what was written before", "[worker_process]") {
  const Received received = run(shell(frame("a") + "echo trouble >&2; exit 3"));
  CHECK(received.payloads.size() == 1);
  CHECK(received.end.kind == Kind::exited);
  CHECK(received.end.status == 3);
  CHECK(received.end.error_output == "trouble\n");
}

TEST_CASE("A worker that crashes is reported with its signal", "[worker_process]") {
  const Received received = run(shell(frame("a") + "kill -SEGV $$"));
  CHECK(received.payloads.size() == 1);
  CHECK(received.end.kind == Kind::signalled);
  CHECK(received.end.status == SIGSEGV);
}

TEST_CASE("A worker that computes without a word is killed", "[worker_process]") {
  WorkerCommand command = shell(frame("a") + "while :; do :; done");
  command.silent_cpu_limit = std::chrono::milliseconds(200);
  const Received received = run(command);
  CHECK(received.payloads.size() == 1);
  CHECK(received.end.kind == Kind::cpu_limit);
}

TEST_CASE("A heartbeat keeps a busy worker alive and is not delivered", "[worker_process]") {
  WorkerCommand command = shell(
      "i=0; while [ $i -lt 30 ]; do j=0; while [ $j -lt 20000 ]; do j=$((j+1)); done; "
      "printf '\\000\\000\\000\\000\\000\\000\\000\\000' >&3; i=$((i+1)); done");
  command.silent_cpu_limit = std::chrono::milliseconds(300);
  const Received received = run(command);
  CHECK(received.end.kind == Kind::done);
  CHECK(received.payloads.empty());
}

TEST_CASE("A worker that waits for what never comes is killed", "[worker_process]") {
  WorkerCommand command = shell("sleep 100");
  command.silent_limit = std::chrono::milliseconds(150);
  CHECK(run(command).end.kind == Kind::stalled);
}

TEST_CASE("A worker that eats memory is killed", "[worker_process]") {
  WorkerCommand command = shell("a=xxxxxxxxxxxxxxxx; while :; do a=$a$a; done");
  command.memory_limit_bytes = 200U << 20;
  command.silent_cpu_limit = std::chrono::seconds(60);
  CHECK(run(command).end.kind == Kind::memory_limit);
}

TEST_CASE("Garbage and half a frame are protocol errors", "[worker_process]") {
  CHECK(run(shell("head -c 1000 /dev/zero | tr '\\000' '\\377' >&3")).end.kind == Kind::protocol_error);
  CHECK(run(shell("printf '\\001\\000\\000\\000\\011\\000\\000\\000abc' >&3")).end.kind == Kind::protocol_error);
}

TEST_CASE("A program that is not there is reported, not thrown", "[worker_process]") {
  WorkerCommand command = shell("");
  command.arguments = {"/no/such/program"};
  CHECK(run(command).end.kind == Kind::not_started);
}

TEST_CASE("A worker is stopped on request and what it sent stays", "[worker_process]") {
  std::atomic<bool> stop = false;
  WorkerCommand command = shell(frame("a") + "sleep 100");
  command.stop = &stop;
  std::vector<std::string> payloads;
  const WorkerEnd end = run_worker(command, [&](const WorkerFrame& received) {
    payloads.emplace_back(received.payload);
    stop = true;
  });
  CHECK(end.kind == Kind::stopped);
  CHECK(payloads == std::vector<std::string>{"a"});
}

TEST_CASE("Workers leave neither zombies nor descriptors behind, whatever happens", "[worker_process]") {
  const std::size_t before = open_descriptors();
  for (const char* script : {"exit 0", "kill -KILL $$", "sleep 50 & exit 1", "echo x >&3"}) run(shell(script));
  const auto refuse = [](const WorkerFrame&) { throw std::runtime_error("no"); };
  CHECK_THROWS_AS(run_worker(shell(frame("a") + "sleep 50"), refuse), std::runtime_error);
  CHECK(open_descriptors() == before);
  CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);
  CHECK(errno == ECHILD);
}

TEST_CASE("Only the last 64 KB of standard error are kept", "[worker_process]") {
  const Received received = run(shell("head -c 300000 /dev/zero | tr '\\000' a >&2; printf END >&2"));
  CHECK(received.end.error_output.size() == 64 << 10);
  CHECK(received.end.error_output.ends_with("aEND"));
}

TEST_CASE("Frames are found whatever pieces the bytes come in", "[worker_process]") {
  const std::string bytes = frame_header(7, 5) + "hello" + frame_header(8, 0);
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    FrameStream stream(100);
    std::string seen;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      REQUIRE(stream.feed(std::string_view(bytes).substr(at, piece), [&](std::uint32_t type, std::string_view payload) {
        seen += std::to_string(type) + std::string(payload) + ";";
      }));
    }
    CHECK(seen == "7hello;8;");
    CHECK_FALSE(stream.incomplete());
  }
}

}  // namespace sim
