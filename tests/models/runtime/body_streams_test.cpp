#include "models/runtime/body_streams.h"

#include <string>
#include <utility>

#include "tests/catch.h"

// A body between its writer and its reader, without either.

using models::network::BodyPiece;
using models::runtime::BodyId;
using models::runtime::BodyStreams;

namespace {

constexpr BodyId kBody{7};

/// What happens to one body, in order.
struct Told {
  std::string said;
  BodyStreams::Reader reader() {
    return [this](BodyPiece piece) {
      said += piece.kind == BodyPiece::Kind::chunk ? "read " + piece.bytes + "; "
              : piece.kind == BodyPiece::Kind::end ? "end; "
                                                   : "broken off; ";
    };
  }
  std::function<void()> says(std::string what) {
    return [this, what = std::move(what)] { said += what + "; "; };
  }
};

}  // namespace

TEST_CASE("a piece is taken when somebody reads it, whoever comes first") {
  Told told;
  BodyStreams streams;
  streams.open(kBody, told.says("gone"));
  streams.write(kBody, {.bytes = "a"}, told.says("taken"));
  CHECK(told.said.empty());
  streams.read(kBody, told.reader());
  CHECK(told.said == "read a; taken; ");
  streams.read(kBody, told.reader());
  streams.write(kBody, {.kind = BodyPiece::Kind::end}, told.says("over"));
  CHECK(told.said == "read a; taken; end; over; ");
}

TEST_CASE("a reader that goes frees the writer, once") {
  Told told;
  BodyStreams streams;
  streams.open(kBody, told.says("gone"));
  streams.write(kBody, {.bytes = "a"}, told.says("taken"));
  streams.cancel(kBody);
  streams.cancel(kBody);
  CHECK(told.said == "gone; taken; ");
  streams.write(kBody, {.bytes = "b"}, told.says("also"));
  CHECK(told.said == "gone; taken; also; ");
}

TEST_CASE("a body whose writer has gone breaks off, after what was written") {
  Told told;
  BodyStreams streams;
  streams.open(kBody, told.says("gone"));
  streams.write(kBody, {.bytes = "a"}, told.says("taken"));
  streams.break_off(kBody);
  for (int i = 0; i < 3; ++i) streams.read(kBody, told.reader());
  CHECK(told.said == "read a; taken; broken off; broken off; ");
}

TEST_CASE("the end that a client reads cancels when it is destroyed, and may outlive the streams") {
  Told told;
  auto streams = std::make_shared<BodyStreams>();
  streams->open(kBody, told.says("gone"));
  streams->source(kBody).reset();
  CHECK(told.said == "gone; ");
  const auto left = streams->source(kBody);
  streams.reset();
  left->read(told.reader());
  CHECK(told.said == "gone; ");
}
