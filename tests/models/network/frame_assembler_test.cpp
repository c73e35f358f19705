#include "models/network/frame_assembler.h"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "sim/choice.h"
#include "tests/catch.h"

using models::network::Frame;
using models::network::FrameAssembler;
using models::network::Opcode;
using models::network::RawFrame;

namespace {

std::string shown(const std::optional<Frame>& frame) {
  if (!frame) return "nothing";
  return fmt::format("{} {} {}", static_cast<int>(frame->opcode), frame->code, *frame->bytes);
}

std::string all_of(FrameAssembler& frames, const std::vector<RawFrame>& raw) {
  std::string all;
  for (const RawFrame& one : raw) {
    if (const auto frame = frames.take(one)) all += shown(frame) + "; ";
  }
  return all;
}

}  // namespace

TEST_CASE("Fragments become one message, and control frames between them pass through") {
  FrameAssembler frames;
  CHECK(all_of(frames, {{.opcode = 1, .fin = false, .payload = "a"},
                        {.opcode = 9, .payload = "pp"},
                        {.opcode = 0, .fin = false, .payload = "b"},
                        {.opcode = 0, .payload = "c"},
                        {.opcode = 2, .payload = "d"}}) == "3 0 pp; 0 0 abc; 1 0 d; ");
}

TEST_CASE("What a peer may not send is refused in the platform's words") {
  const auto refusal = [](const std::vector<RawFrame>& raw) {
    FrameAssembler frames;
    return all_of(frames, raw);
  };
  CHECK(refusal({{.opcode = 3, .payload = "a"}}) == "5 1002 Unknown opcode 3; ");
  CHECK(refusal({{.opcode = 15}}) == "5 1002 Unknown opcode 15; ");
  CHECK(refusal({{.opcode = 0, .payload = "a"}}) == "5 1002 Unexpected continuation frame; ");
  CHECK(refusal({{.opcode = 1, .fin = false, .payload = "a"}, {.opcode = 1, .payload = "b"}}) ==
        "5 1002 Missing continuation frame; ");
  CHECK(refusal({{.opcode = 9, .fin = false}}) == "5 1002 Received fragmented control frame; ");
  CHECK(refusal({{.opcode = 1, .reserved_bits = true}}) == "5 1002 Received frame had RSV bits 2 or 3 set; ");
  CHECK(refusal({{.opcode = 1, .compressed = true}}) ==
        "5 1002 Received a WebSocket frame whose compression bit was set, but the compression extension was not "
        "negotiated for this connection.; ");
  // Recorded: a control frame's compression bit is overlooked, as is a payload beyond 125 bytes.
  CHECK(refusal({{.opcode = 9, .compressed = true, .payload = "a"}}) == "3 0 a; ");
  CHECK(refusal({{.opcode = 9, .payload = std::string(126, 'a')}}) == "3 0 " + std::string(126, 'a') + "; ");
  // An unknown kind of data frame is looked at when its message is whole.
  CHECK(refusal({{.opcode = 7, .fin = false}}).empty());
  CHECK(refusal({{.opcode = 7, .fin = false}, {.opcode = 0}}) == "5 1002 Unknown opcode 7; ");
}

TEST_CASE("A message may be as large as the limit, in however many pieces, and not a byte larger") {
  const std::string six(6, 'x');
  FrameAssembler whole(6);
  CHECK(shown(whole.take({.opcode = 1, .payload = six})) == "0 0 xxxxxx");
  CHECK(shown(whole.take({.opcode = 1, .payload = six + "x"})) == "5 1009 Message is too large: 7 > 6");
  FrameAssembler pieces(6);
  CHECK(shown(pieces.take({.opcode = 1, .fin = false, .payload = "xxxx"})) == "nothing");
  CHECK(shown(pieces.take({.opcode = 0, .payload = "xxx"})) == "5 1009 Message is too large: 3 > 2");
}

TEST_CASE("A Close frame carries its code and reason; without two bytes it carries none") {
  FrameAssembler frames;
  CHECK(shown(frames.take({.opcode = 8,
                           .payload = "\x03\xe8"
                                      "bye"})) == "2 1000 bye");
  CHECK(shown(frames.take({.opcode = 8, .payload = "\x13\x88"})) == "2 5000 ");
  CHECK(shown(frames.take({.opcode = 8, .payload = "\x03"})) == "2 1005 ");
  CHECK(shown(frames.take({.opcode = 8})) == "2 1005 ");
}

TEST_CASE("Whatever frames come, messages hold exactly what their fragments held") {
  sim::Choices choices({.seed = 20261125});
  sim::RandomStream stream = choices.stream(sim::site("test.frames"), sim::entity("peer"));
  for (int run = 0; run < 2000; ++run) {
    FrameAssembler frames(40);
    std::string sent;  // of the data message under way
    for (int i = 0; i < 30; ++i) {
      const std::string payload(stream.below(12), static_cast<char>('a' + stream.below(26)));
      const RawFrame raw{.opcode = static_cast<unsigned>(stream.below(3) == 0 ? stream.below(16) : stream.below(3)),
                         .fin = stream.below(2) == 0,
                         .compressed = stream.below(20) == 0,
                         .reserved_bits = stream.below(20) == 0,
                         .payload = payload};
      const auto frame = frames.take(raw);
      if (frame && frame->opcode == Opcode::protocol_error) break;
      if (raw.opcode >= 8) {
        REQUIRE(frame);
        continue;
      }
      sent = raw.opcode == 0 ? sent + payload : payload;
      REQUIRE(frame.has_value() == raw.fin);
      if (!frame) continue;
      CHECK(*frame->bytes == sent);
      CHECK(frame->bytes->size() <= 40);
    }
  }
}
