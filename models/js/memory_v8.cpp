// How much memory the code holds, as the simulated platform would count it. V8 collects where allocation needs it and
// nowhere else, on one thread, so that the answer is the same in every run.

#include <algorithm>

#include "models/js/engine_v8.h"

namespace models::js {

std::uint64_t Engine::Impl::used_bytes() const {
  v8::HeapStatistics heap;
  isolate->GetHeapStatistics(&heap);
  return heap.used_heap_size() + allocator.used_bytes();
}

void Engine::Impl::on_collected(v8::Isolate* /*isolate*/, v8::GCType /*type*/, v8::GCCallbackFlags /*flags*/,
                                void* self_address) {
  Impl& self = *static_cast<Impl*>(self_address);
  if (self.used_bytes() > self.next_look) self.heap_calls_for_look = true;
}

void Engine::limit_memory(std::uint64_t bytes) {
  Impl& self = *impl_;
  if (self.memory_limit == 0 && bytes > 0) self.isolate->AddGCEpilogueCallback(Impl::on_collected, &self);
  self.memory_limit = bytes;
  self.next_look = bytes;
}

bool Engine::over_memory_limit() {
  Impl& self = *impl_;
  if (self.memory_limit == 0) return false;
  if (!self.heap_calls_for_look && self.allocator.used_bytes() <= self.next_look) return false;
  v8::Isolate::Scope entered(self.isolate);
  v8::HandleScope scope(self.isolate);
  self.isolate->LowMemoryNotification();
  const std::uint64_t live = self.used_bytes();
  self.next_look = std::max(self.memory_limit, live + live / 2);
  self.heap_calls_for_look = false;
  return live > self.memory_limit;
}

}  // namespace models::js
