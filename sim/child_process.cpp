#include "sim/child_process.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <ctime>
#include <system_error>
#include <utility>

#include "sim/worker_process.h"

namespace sim {

namespace {

constexpr int kCannotExecute = 127;

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

struct Pipe {
  Pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) fail("pipe");
    read = Descriptor(ends[0]);
    write = Descriptor(ends[1]);
    // The reader drains what there is and goes on.
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  }
  Descriptor read;
  Descriptor write;
};

/// A file in memory: the child may read it at its own pace, and nothing blocks.
Descriptor file_with(std::string_view bytes) {
  Descriptor file(::memfd_create("request", MFD_CLOEXEC));
  if (!file.open()) fail("memfd_create");
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
    if (written < 0) fail("write");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  ::lseek(file.get(), 0, SEEK_SET);
  return file;
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (const std::string& text : texts) list.push_back(const_cast<char*>(text.c_str()));
  list.push_back(nullptr);
  return list;
}

struct ChildSetup {
  int input;
  int frames;
  int errors;
  rlim_t data_limit;
  char* const* arguments;
  char* const* environment;
  pid_t parent;
};

/// Between fork and exec only calls that are safe in a signal handler are allowed.
[[noreturn]] void become_child(const ChildSetup& setup) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != setup.parent) ::_exit(kCannotExecute);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  for (const int signal : {SIGINT, SIGTERM, SIGPIPE, SIGHUP}) ::signal(signal, SIG_DFL);
  // Out of the way of the numbers that they become.
  const int frames = ::fcntl(setup.frames, F_DUPFD_CLOEXEC, 10);
  const int errors = ::fcntl(setup.errors, F_DUPFD_CLOEXEC, 10);
  const int input = ::fcntl(setup.input, F_DUPFD_CLOEXEC, 10);
  if (::dup2(input, 0) < 0 || ::dup2(errors, 1) < 0 || ::dup2(errors, 2) < 0 || ::dup2(frames, kWorkerFrameFd) < 0) {
    ::_exit(kCannotExecute);
  }
  if (setup.data_limit != 0) {
    const rlimit limit{setup.data_limit, setup.data_limit};
    ::setrlimit(RLIMIT_DATA, &limit);
  }
  // A core file of a worker that was meant to be let die helps nobody.
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  ::execve(setup.arguments[0], setup.arguments, setup.environment);
  ::_exit(kCannotExecute);
}

}  // namespace

Descriptor::~Descriptor() { close(); }
Descriptor::Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}
void Descriptor::close() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

ChildProcess::ChildProcess(const ChildCommand& command) {
  const Descriptor input = file_with(command.input);
  Pipe frames;
  Pipe errors;
  const std::vector<char*> arguments = pointers(command.arguments);
  const std::vector<char*> environment = pointers(command.environment);
  const ChildSetup setup{input.get(),      frames.write.get(), errors.write.get(), command.data_limit_bytes,
                         arguments.data(), environment.data(), ::getpid()};
  pid_ = ::fork();
  if (pid_ < 0) fail("fork");
  if (pid_ == 0) become_child(setup);
  ::setpgid(pid_, pid_);  // whichever of the two comes first
  frames_ = std::move(frames.read);
  errors_ = std::move(errors.read);
}

ChildProcess::~ChildProcess() {
  kill();
  if (!status_) wait();
}

std::chrono::nanoseconds ChildProcess::cpu_time() const {
  clockid_t clock{};
  timespec time{};
  if (status_ || ::clock_getcpuclockid(pid_, &clock) != 0 || ::clock_gettime(clock, &time) != 0) return {};
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

std::uint64_t ChildProcess::resident_bytes() const {
  const std::string path = "/proc/" + std::to_string(pid_) + "/statm";
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  char text[128];
  const ssize_t length = file.open() ? ::read(file.get(), text, sizeof text) : 0;
  if (length <= 0) return 0;
  // "size resident shared ...", in pages.
  const std::string_view line(text, static_cast<std::size_t>(length));
  const auto space = line.find(' ');
  if (space == std::string_view::npos) return 0;
  std::uint64_t pages = 0;
  std::from_chars(line.data() + space + 1, line.data() + line.size(), pages);
  return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

void ChildProcess::kill() {
  // The whole group: what it started goes with it.
  ::kill(-pid_, SIGKILL);
}

std::optional<int> ChildProcess::poll_exit() {
  if (status_) return status_;
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) == pid_) status_ = status;
  return status_;
}

int ChildProcess::wait() {
  int status = 0;
  while (!status_ && ::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  if (!status_) status_ = status;
  return *status_;
}

}  // namespace sim
