#pragma once

// Groups of clients that are code: when each comes, and when it goes.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "models/client/arrivals.h"
#include "models/client/scripted.h"
#include "models/script/script_session.h"

namespace models::script {

class ScriptClient {
 public:
  ScriptClient(const Stage& stage, const sim::ZipfTable* zipf, std::uint32_t group, std::uint32_t index);
  ~ScriptClient();
  ScriptClient(const ScriptClient&) = delete;
  ScriptClient& operator=(const ScriptClient&) = delete;
  void start();

 private:
  void schedule_arrival();
  void begin_session();
  void end_session();
  [[nodiscard]] sim::RandomStream session_stream(std::string_view site) const;

  const Stage& stage_;
  const sim::ZipfTable* zipf_;
  std::string name_;
  std::uint32_t index_;
  network::Access access_;
  std::optional<client::Arrivals> arrivals_;
  std::uint64_t sessions_ = 0;
  std::uint32_t requests_ = 0;
  std::string kept_ = "[]";
  std::shared_ptr<ScriptSession> session_;
  sim::EventHandle arrival_, end_, gone_;
};

class ScriptGroup final : public client::ScriptedGroup {
 public:
  ScriptGroup(Stage stage, const client::GroupConfig& config);
  void start() override;

 private:
  client::GroupConfig config_;
  Stage stage_;
  std::optional<sim::ZipfTable> zipf_;
  std::vector<std::unique_ptr<ScriptClient>> clients_;
};

/// The scripts of a run: one engine, in which every session has a realm of its own. Must outlive the world's groups,
/// as the codes do this.
class ClientScripts final : public client::Scripts {
 public:
  ClientScripts(std::shared_ptr<js::Engine> engine, const std::map<std::string, ScriptCode>& codes,
                std::set<std::string> hosts, std::function<void(std::string)> on_host_limit);
  std::unique_ptr<client::ScriptedGroup> make_group(client::World& world, const client::GroupConfig& config) override;

 private:
  std::shared_ptr<js::Engine> engine_;
  const std::map<std::string, ScriptCode>& codes_;  // by the file's name, as the scenario has it
  std::set<std::string> hosts_;
  std::function<void(std::string)> on_host_limit_;
};

}  // namespace models::script
