#pragma once

#include <map>
#include <vector>

#include "models/invariants/property.h"

namespace models::invariants {

/// Whether bodies contain a text, looked up once for each body.
class TextMatch {
 public:
  explicit TextMatch(std::string text) : text_(std::move(text)) {}
  [[nodiscard]] bool operator()(sim::BodyId id, const RunContext& run);
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::vector<std::int8_t> known_;  // by body: -1 not yet looked at, 0 no, 1 yes
};

/// Some client receives a message, or an answer to a request, that contains the text.
class Received final : public Property {
 public:
  explicit Received(std::string text) : match_(std::move(text)) {}
  [[nodiscard]] std::string name() const override { return "received \"" + match_.text() + "\""; }
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  TextMatch match_;
  bool found_ = false;
  std::uint64_t messages_ = 0;
};

/// No client ever receives a message, or an answer to a request, that contains the text.
class NeverReceived final : public Property {
 public:
  explicit NeverReceived(std::string text) : match_(std::move(text)) {}
  [[nodiscard]] std::string name() const override { return "never received \"" + match_.text() + "\""; }
  void visit(const sim::RawRecord& record, const RunContext& run) override;
  [[nodiscard]] Verdict verdict(const RunContext& run) override;

 private:
  struct Memory {  // what a room has kept and forgotten
    std::optional<sim::Time> hibernated;
    std::optional<sim::Time> constructed;
    ConstructReason reason{};
  };
  void follow_rooms(const sim::RawRecord& record);
  void look_at(sim::BodyId body, sim::Time at, ClientId client, std::optional<RoomId> from, const RunContext& run);
  void explain_memory(RoomId room, std::vector<std::string>& lines) const;

  TextMatch match_;
  Findings findings_;
  std::map<RoomId, Memory> memories_;
  std::map<SocketId, RoomId> room_of_;
};

}  // namespace models::invariants
