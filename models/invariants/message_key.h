#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/invariants/property.h"

namespace models::invariants {

/// What JSON messages have at a path of names and numbers, "items.0.id". Messages repeat: what was found in the latest
/// ones is kept.
class MessageMember {
 public:
  struct Found {
    std::uint64_t key = 0;         // equal for equal values
    std::optional<double> number;  // of a number; of a list or map, how many it has
  };
  /// with: JSON; only messages that have these members, too, count. Empty: all.
  MessageMember(std::string path, const std::string& with);
  ~MessageMember();
  MessageMember(const MessageMember&) = delete;
  MessageMember& operator=(const MessageMember&) = delete;
  /// Nothing if the message is no JSON, does not count, or has nothing there.
  [[nodiscard]] std::optional<Found> operator()(sim::BodyId body, const RunContext& run);

 private:
  struct Known {
    sim::BodyId body = sim::BodyId::empty;
    std::optional<Found> found;
  };
  [[nodiscard]] std::optional<Found> look(sim::BodyId body, const RunContext& run) const;

  std::string path_;
  std::unique_ptr<nlohmann::json> with_;
  std::vector<Known> known_;
};

/// What makes a message this message: a member, or all its bytes.
class MessageKey {
 public:
  /// as_sent: the whole; else the member at this path.
  MessageKey(bool as_sent, const std::string& path, const std::string& with);
  [[nodiscard]] std::optional<std::uint64_t> operator()(sim::BodyId body, const RunContext& run);

 private:
  std::optional<MessageMember> member_;
};

}  // namespace models::invariants
