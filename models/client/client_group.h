#pragma once

// A group of like clients, and what they share.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/client/group.h"
#include "models/client/message_text.h"
#include "models/client/visitors.h"
#include "models/client/wanted.h"
#include "models/client/world.h"
#include "sim/distribution.h"

namespace models::client {

class Client;

/// A group's script with its templates taken apart, by step.
struct StepTexts {
  std::optional<MessageText> text;  // path or message
  std::optional<MessageText> body;
  std::optional<MessageText> resume_path;
  std::optional<MessageText> resume_message;
  std::vector<std::pair<std::string, MessageText>> headers;
  PatternTexts pattern;
};

/// What every client of a group reads.
struct GroupPlan {
  GroupConfig config;
  std::vector<StepTexts> texts;  // one for each of config.steps
  std::optional<MessageText> room;
  std::optional<MessageText> heartbeat;
  PatternTexts heartbeat_answer;
  std::optional<sim::ZipfTable> zipf;
  std::uint32_t profile = 0;
  bool listens = false;  // some step asks what has been received
  bool keeps = false;    // something is kept of what is received
};

class ClientGroup {
 public:
  /// Names the group and its clients ("phone", "phone-0", ...). Throws std::invalid_argument for a link profile that
  /// does not exist, rooms that number none, quiet hours that take all day, and text that cannot be sent.
  ClientGroup(World& world, GroupConfig config);
  ~ClientGroup();
  ClientGroup(const ClientGroup&) = delete;
  ClientGroup& operator=(const ClientGroup&) = delete;

  /// Lets the clients come and go from now on.
  void start();
  /// Those that are there, or may come again.
  [[nodiscard]] std::size_t size() const { return clients_.size() + visiting_.size(); }

 private:
  void expect_visitor();
  void visitor_left(std::uint32_t index);

  World& world_;
  GroupPlan plan_;
  std::uint32_t group_;
  std::vector<std::unique_ptr<Client>> clients_;
  std::optional<Visitors> visitors_;
  std::map<std::uint32_t, std::unique_ptr<Client>> visiting_;  // by index
  sim::EventHandle next_visitor_;
};

}  // namespace models::client
