#include "models/js/isolate_v8.h"

#include <node.h>

#include <cstdlib>
#include <string_view>
#include <utility>

namespace models::js {

namespace {

node::MultiIsolatePlatform* g_platform = nullptr;

// V8 posts clean-up, finalisation and memory-reduction tasks here. When they would run depends on the machine, so
// none ever does: collection happens where allocation needs it, and a FinalizationRegistry stays silent.
class NoLaterTasks final : public v8::TaskRunner {
 public:
  bool IdleTasksEnabled() override { return false; }
  bool NonNestableTasksEnabled() const override { return true; }
  bool NonNestableDelayedTasksEnabled() const override { return true; }
};

// Node's interface has no virtual destructor; the one object below lives as long as the process.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
class SealedForeground final : public node::IsolatePlatformDelegate {
 public:
  std::shared_ptr<v8::TaskRunner> GetForegroundTaskRunner() override { return runner_; }
  bool IdleTasksEnabled() override { return false; }

 private:
  std::shared_ptr<v8::TaskRunner> runner_ = std::make_shared<NoLaterTasks>();
};
#pragma GCC diagnostic pop

SealedForeground& sealed_foreground() {
  static SealedForeground foreground;
  return foreground;
}

}  // namespace

void use_platform(node::MultiIsolatePlatform* platform) { g_platform = platform; }

void trust_snapshots() {
  // By flags that say nothing else: the parser asks for none of them. Node itself does not start without rehashing.
  static constexpr std::string_view kFlags = "--no-rehash-snapshot --no-harmony-temporal";
  static bool done = false;
  if (!std::exchange(done, true)) v8::V8::SetFlagsFromString(kFlags.data(), kFlags.size());
}

bool CappedAllocator::admit(std::size_t length) {
  if (length > cap_bytes_ - used_bytes_) {
    if (failed_length_ == 0) on_failure_(context_);
    failed_length_ = length;
    return false;
  }
  if (length >= failed_length_) failed_length_ = 0;
  used_bytes_ += length;
  return true;
}

void* CappedAllocator::Allocate(std::size_t length) {
  if (!admit(length)) return nullptr;
  return std::calloc(length == 0 ? 1 : length, 1);
}

void* CappedAllocator::AllocateUninitialized(std::size_t length) {
  // Zeroed all the same: what uninitialised memory holds would differ between runs.
  return Allocate(length);
}

void CappedAllocator::Free(void* memory, std::size_t length) {
  used_bytes_ -= length;
  std::free(memory);
}

v8::Isolate* allocate_isolate() {
  v8::Isolate* isolate = v8::Isolate::Allocate();
  g_platform->RegisterIsolate(isolate, &sealed_foreground());
  return isolate;
}

void dispose_isolate(v8::Isolate* isolate) { g_platform->DisposeIsolate(isolate); }

}  // namespace models::js
