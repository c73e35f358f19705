#pragma once

// The Workers of an application as the runtime knows them: who answers under which name, and what each version of their
// code sees of the runtime.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/time.h"

namespace models::runtime {

/// What a compatibility date and flags come to, and what migrations declare.
struct CodeOptions {
  /// What code sees of smaller changes goes by it; dates compare as text.
  std::string compatibility_date = "2026-08-01";
  /// deleteAll() removes the alarm too: 2026-02-24 and later.
  bool delete_all_deletes_alarm = true;
  /// accept()ed sockets answer a Close frame by themselves: 2026-04-07 and later.
  bool auto_reply_to_close = true;
  /// Methods on stubs: 2024-04-03 and later.
  bool rpc = true;
  /// ctx.exports, and `exports` of "cloudflare:workers": 2025-11-17 and later.
  bool exports = true;
  /// Errors cross calls with their own properties: 2026-04-21 and later (observed 6).
  bool enhanced_errors = true;
  /// A stub given as an argument stays its caller's: 2026-01-20 and later.
  bool rpc_arguments_are_duplicates = true;
  /// accept()ed sockets hand binary messages over as Blobs: 2026-03-17 and later.
  bool blob_messages = true;
  /// close() refuses a reason of more than 123 bytes: 2026-03-03 and later.
  bool close_reason_limit = true;
  /// For how long pending work puts off that an idle object goes: 2026-10-01 and later, in production (spec 1.1).
  sim::Duration pending_work_keeps{};
  /// Classes that the migrations declare without SQL.
  std::vector<std::string> kv_classes;
};

struct WorkerOptions {
  std::string name;
  /// Under these it is reached from outside, and by sockets and fetches of the application's own code.
  std::vector<std::string> hosts;
  /// The code that is deployed at the start, and then what upgrades bring.
  std::vector<CodeOptions> code = std::vector<CodeOptions>(1);
};

/// Which of a Worker's entry points a request is for, whoever asks.
struct EntryPoint {
  std::uint32_t worker = 0;  // by the order of PlatformOptions::workers
  std::string name = "default";
  std::string props = {};         // ctx.props as the host writes values; empty: none
  std::string props_extras = {};  // what that format cannot carry
};

/// A class is a namespace of its own. Those of the Worker in front are called as it exports them, those of another
/// Worker have its name before them.
[[nodiscard]] std::string namespace_of(std::string_view worker, std::string_view class_name, bool in_front);
/// As its Worker exports it.
[[nodiscard]] std::string_view exported_class(std::string_view name_space);
/// "": the Worker in front.
[[nodiscard]] std::string_view worker_of(std::string_view name_space);

}  // namespace models::runtime
