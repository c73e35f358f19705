#pragma once

// The V8 isolate below an Engine: no task of V8's own ever runs later, buffers are counted against a cap, and memory
// that runs out is reported instead of aborting.

#include <v8.h>

#include <cstddef>
#include <memory>

namespace node {
class MultiIsolatePlatform;
}

namespace models::js {

/// The platform of the Node process that loaded the addon; set once, before the first isolate.
void use_platform(node::MultiIsolatePlatform* platform);

/// Counts the bytes of all ArrayBuffers of one isolate. An allocation beyond the cap fails; V8 then collects garbage
/// and tries the same length again, so only a failure that stays says that the code needs more than the cap.
class CappedAllocator final : public v8::ArrayBuffer::Allocator {
 public:
  using OnFailure = void (*)(void* context);
  CappedAllocator(std::size_t cap_bytes, OnFailure on_failure, void* context)
      : cap_bytes_(cap_bytes), on_failure_(on_failure), context_(context) {}

  void* Allocate(std::size_t length) override;
  void* AllocateUninitialized(std::size_t length) override;
  void Free(void* memory, std::size_t length) override;

  /// True while the last request that failed has not succeeded since.
  [[nodiscard]] bool failing() const { return failed_length_ != 0; }
  void forget_failure() { failed_length_ = 0; }
  [[nodiscard]] std::size_t used_bytes() const { return used_bytes_; }

 private:
  bool admit(std::size_t length);
  std::size_t cap_bytes_;
  std::size_t used_bytes_ = 0;
  std::size_t failed_length_ = 0;
  OnFailure on_failure_;
  void* context_;
};

/// From now on V8 takes snapshots as they are, which must come from a process with the same hash seed: their tables are
/// not sorted again, and what it adds to a context that its own snapshot lacks is in ours already.
void trust_snapshots();

/// Allocates an isolate that is known to the platform but not yet initialised.
[[nodiscard]] v8::Isolate* allocate_isolate();
/// Disposes of an isolate that allocate_isolate() made and that is initialised.
void dispose_isolate(v8::Isolate* isolate);

}  // namespace models::js
