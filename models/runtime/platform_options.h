#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/time.h"

namespace models::runtime {

/// What the platform does where it has a choice; each preset is one set of these.
struct PlatformOptions {
  std::string preset = "production";
  /// Idle and hibernatable for this long: out of memory (spec 1.1; recorded between 9.6 and 10.4 s).
  sim::Duration hibernate_after = std::chrono::seconds(10);
  /// Idle with a pending timer or waitUntil and nobody connected: evicted between these (docs: lifecycle).
  sim::Duration evict_after_least = std::chrono::seconds(70);
  sim::Duration evict_after_most = std::chrono::seconds(140);
  /// blockConcurrencyWhile longer than this resets the object (spec 1.5).
  sim::Duration section_limit = std::chrono::seconds(30);
  /// What code sees of smaller changes goes by it; dates compare as text.
  std::string compatibility_date = "2026-08-01";
  /// Classes whose migrations declare them without SQL, and whether their limits are enforced: in production, not by
  /// the local runtime (docs/spec/observed.md 5).
  std::vector<std::string> kv_classes;
  bool enforce_kv_limits = true;
  /// deleteAll() removes the alarm too: compatibility date 2026-02-24 and later.
  bool delete_all_deletes_alarm = true;
  /// accept()ed sockets answer a Close frame by themselves: compatibility date 2026-04-07 and later.
  bool auto_reply_to_close = true;
  /// Methods on stubs: compatibility date 2024-04-03 and later.
  bool rpc = true;
  /// A call of a method that begins in the same moment as a fetch arrives after it: recorded on the local runtime,
  /// which so breaks the documented order of calls through one stub.
  bool rpc_arrives_after_fetch = false;
  /// ctx.exports, and `exports` of "cloudflare:workers": compatibility date 2025-11-17 and later.
  bool exports = true;
  /// Errors cross calls with their own properties: compatibility date 2026-04-21 and later (observed 6).
  bool enhanced_errors = true;
  /// A stub given as an argument stays its caller's: compatibility date 2026-01-20 and later.
  bool rpc_arguments_are_duplicates = true;
  /// accept()ed sockets hand binary messages over as Blobs: compatibility date 2026-03-17 and later.
  bool blob_messages = true;
  /// close() refuses a reason of more than 123 bytes: compatibility date 2026-03-03 and later.
  bool close_reason_limit = true;
  /// Under these names the Worker is reached from outside, and by sockets and fetches of its own code.
  std::vector<std::string> hosts;
  std::uint32_t memory_mb = 128;
};

}  // namespace models::runtime
