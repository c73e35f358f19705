#include "scenarios/fuzz/transcript.h"

#include <map>
#include <string>

#include "scenarios/fuzz/judge.h"
#include "tests/catch.h"

using namespace std::chrono_literals;
using models::ClientId;
using scenarios::fuzz::nap_difference;
using scenarios::fuzz::Transcript;

namespace {

/// One client's run.
class Seen {
 public:
  Seen() { tell(0s, models::NameDefined{.what = models::NameOf::client, .id = 0, .name = "ann"}); }
  Seen& opens(sim::Duration at) {
    tell(at, models::ClientConnected{.client = ClientId{0}, .socket = {}, .protocol = {}});
    return *this;
  }
  Seen& says(sim::Duration at) {
    tell(at, models::ClientSent{.client = ClientId{0}, .socket = {}, .kind = {}, .body = {}});
    return *this;
  }
  Seen& hears(sim::Duration at, const std::string& text) {
    const auto [body, fresh] = bodies_.try_emplace(text, sim::BodyId{static_cast<std::uint32_t>(bodies_.size() + 1)});
    if (fresh) tell(at, sim::BodyRecord{.id = body->second, .bytes = text});
    tell(at, models::ClientReceived{.client = ClientId{0}, .socket = {}, .kind = {}, .body = body->second});
    return *this;
  }
  [[nodiscard]] const Transcript& transcript() const { return transcript_; }

 private:
  template <class R>
  void tell(sim::Duration after, const R& record) {
    std::string body;
    sim::encode(record, body);
    transcript_.visit({.kind = R::kKind, .at = sim::kDefaultStart + after, .body = body});
  }
  Transcript transcript_;
  std::map<std::string, sim::BodyId> bodies_;
};

bool differ(const Seen& awake, const Seen& napped) {
  return nap_difference(awake.transcript(), napped.transcript()).has_value();
}

Seen conversation() { return Seen().opens(1s).hears(1s, "tools: none").says(5s).hears(5s, "hello"); }

}  // namespace

TEST_CASE("A room that wakes may say again what it said when the connection opened, and nothing else") {
  CHECK_FALSE(differ(conversation(), conversation()));
  CHECK_FALSE(differ(conversation(), conversation().hears(60s, "tools: none")));
  CHECK_FALSE(differ(conversation().says(61s).hears(61s, "bye"),
                     conversation().hears(60s, "tools: none").says(61s).hears(61s, "bye")));
  CHECK(differ(conversation(), conversation().hears(60s, "tools: one")));
  CHECK(differ(conversation(), conversation().hears(60s, "hello")));  // said later on
  CHECK(differ(conversation().hears(60s, "news"), conversation().hears(60s, "tools: none")));
  CHECK(differ(conversation().hears(60s, "tools: none"), conversation()));
}

TEST_CASE("What greeted an earlier connection greets no later one anew") {
  const auto twice = [] { return conversation().opens(20s).hears(20s, "tools: one").says(30s); };
  CHECK_FALSE(differ(twice(), twice().hears(60s, "tools: one")));
  CHECK(differ(twice(), twice().hears(60s, "tools: none")));
}
