#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "models/records.h"
#include "tests/models/run_fixture.h"

namespace tests {

/// What a client's records say, in order, with the milliseconds since the start.
inline std::vector<std::string> told(RunFixture& run, models::ClientId client) {
  std::vector<std::string> lines;
  const auto add = [&](const auto& found, const auto& say) {
    for (const auto& [after, record] : found) {
      if (record.client != client) continue;
      lines.push_back(
          fmt::format("{:07} {}", std::chrono::duration_cast<std::chrono::milliseconds>(after).count(), say(record)));
    }
  };
  using models::ClientClosed, models::ClientCloseFrame, models::ClientConnected, models::ClientConnecting,
      models::ClientLeaving, models::ClientPong, models::ClientReceived, models::ClientRefused, models::ClientSent,
      models::HttpAnswered, models::HttpRequested;
  add(run.records<ClientConnecting>(), [](const auto& r) { return "0 connecting " + r.path; });
  add(run.records<ClientConnected>(), [](const auto& r) { return "1 connected " + r.protocol; });
  add(run.records<ClientRefused>(), [](const auto& r) { return fmt::format("1 refused {}", r.status); });
  add(run.records<ClientSent>(), [&](const auto& r) { return "2 sent " + run.body(r.body); });
  add(run.records<ClientReceived>(), [&](const auto& r) { return "3 received " + run.body(r.body); });
  add(run.records<ClientPong>(), [&](const auto& r) { return "3 pong " + run.body(r.body); });
  add(run.records<ClientLeaving>(), [](const auto& r) { return fmt::format("4 leaving {} {}", r.abrupt, r.code); });
  add(run.records<ClientCloseFrame>(), [](const auto& r) { return fmt::format("5 close frame {}", r.code); });
  add(run.records<ClientClosed>(),
      [](const auto& r) { return fmt::format("6 closed {} {} {}", r.code, r.reason, r.was_clean); });
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace tests
