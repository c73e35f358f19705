#pragma once

// A group of like clients, and what they share.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/client/group.h"
#include "models/client/message_text.h"
#include "models/client/world.h"
#include "sim/distribution.h"

namespace models::client {

class Client;

/// A group's script with its templates taken apart, by step: path or message, then body.
struct StepTexts {
  std::optional<MessageText> text;
  std::optional<MessageText> body;
};

/// What every client of a group reads.
struct GroupPlan {
  GroupConfig config;
  std::vector<StepTexts> texts;  // one for each of config.steps
  std::optional<sim::ZipfTable> zipf;
  std::uint32_t profile = 0;
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
  [[nodiscard]] std::size_t size() const { return clients_.size(); }

 private:
  GroupPlan plan_;
  std::vector<std::unique_ptr<Client>> clients_;
};

}  // namespace models::client
