// When the faults of a scenario strike, and whom: nothing of it depends on other faults, rooms or clients.
#include "scenarios/faults.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "models/native/native_host.h"
#include "models/native/rooms/built_in.h"
#include "models/records.h"
#include "scenarios/scenario.h"
#include "scenarios/world.h"
#include "tests/catch.h"
#include "tests/models/run_fixture.h"

namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

/// What struck whom when, in a run of native chat rooms.
class Played {
 public:
  explicit Played(const std::string& faults, const std::string& more = "", std::uint64_t seed = 1) {
    const fs::path folder = fs::temp_directory_path() / fmt::format("dormouse-faults-test-{}", ::getpid());
    fs::create_directories(folder);
    const fs::path file = folder / "scenario.yaml";
    std::ofstream(file) << "native: chat\nduration: 1h\nfaults:\n"
                        << faults << R"(clients:
  - name: phone
    count: 8
    room: {one each: room}
    sessions: {at: 1s, length: 50min}
    does: [{connect: "/?room={room}&name={client}"}, {every: {exponential: 20s}, send: "hi {n}"}]
    reconnect: {fixed: 1s}
)" << more;
    const scenarios::Scenario scenario = scenarios::load_scenario(file);
    fs::remove_all(folder);
    scenarios::World world(scenario, {.seed = seed}, sink_);
    const auto application = models::native::rooms::find_built_in(scenario.native).value();
    models::native::NativeHost host(world.platform(), application);
    world.platform().set_host(host);
    world.start_clients();
    world.run();
    sim::TraceReader reader;
    for (const std::string& block : sink_.blocks)
      reader.read_block(block, [this](const sim::RawRecord& raw) { read(raw); });
  }

  Lines of(std::string_view kind) const {
    Lines found;
    for (const auto& [what, line] : struck_)
      if (what == kind) found.push_back(line);
    return found;
  }
  std::size_t resets = 0, hibernated = 0, evicted = 0, lost = 0;

 private:
  void read(const sim::RawRecord& raw) {
    const auto at = (raw.at - sim::kDefaultStart).count();
    const auto as = [&raw]<class R>(R record) {
      REQUIRE(sim::decode(raw.body, record));
      return record;
    };
    if (raw.kind == models::NameDefined::kKind) {
      const auto name = as(models::NameDefined{});
      if (name.what == models::NameOf::room) rooms_.push_back(name.name);
    } else if (raw.kind == models::FaultStruck::kKind) {
      const auto fault = as(models::FaultStruck{});
      const bool one = fault.room != models::RoomId::none;
      struck_.emplace_back(name_of(fault.kind),
                           fmt::format("{} {}", at, one ? rooms_.at(static_cast<std::size_t>(fault.room)) : "all"));
    } else if (raw.kind == models::LinkFault::kKind) {
      const auto fault = as(models::LinkFault{});
      struck_.emplace_back(name_of(fault.kind), fmt::format("{} {} {}", at, static_cast<int>(fault.client),
                                                            fault.until.time_since_epoch().count()));
    }
    resets += raw.kind == models::RoomReset::kKind;
    hibernated += raw.kind == models::Hibernated::kKind;
    evicted += raw.kind == models::Evicted::kKind;
    lost += raw.kind == models::LinkLost::kKind;
  }
  tests::KeptTrace sink_;
  Lines rooms_;
  std::vector<std::pair<std::string, std::string>> struck_;
};

}  // namespace

TEST_CASE("Another fault, of another kind or after it in the list, shifts no draw of a fault") {
  const std::string evict = "  - evict: {rate: 30/h, sockets: close}\n";
  const Played alone(evict);
  const auto struck = alone.of("evict");
  CHECK(struck.size() > 15);
  CHECK(Played("  - host lost: {rate: 1/h, rooms: nowhere}\n  - half open: {rate: 60/h, clients: nobody}\n" + evict)
            .of("evict") == struck);
  CHECK(Played(evict + "  - evict: {rate: 9/h, rooms: nowhere}\n").of("evict") == struck);
  CHECK(Played(evict, "", 2).of("evict") != struck);
}

TEST_CASE("A room more makes a difference only where it is chosen itself") {
  const std::string faults = "  - host lost: {every: 100s}\n";
  const std::string more =
      "  - {name: desk, room: hall, sessions: {at: 1s, length: 50min}, does: [{connect: \"/?room=hall&name=x\"}]}\n";
  const auto before = Played(faults).of("host-lost"), after = Played(faults, more).of("host-lost");
  REQUIRE(before.size() == after.size());
  std::size_t others = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (after[i].ends_with(" hall")) continue;
    CHECK(after[i] == before[i]);
    ++others;
  }
  CHECK(others > 20);
}

TEST_CASE("Faults strike only those in their scope") {
  const Played rooms("  - host lost: {rate: 60/h, rooms: [room-3, room-5*]}\n");
  CHECK(rooms.of("host-lost").size() > 30);
  for (const std::string& line : rooms.of("host-lost")) CHECK((line.ends_with("room-3") || line.ends_with("room-5")));
  const Played clients("  - connection reset: {rate: 60/h, clients: phone-2}\n");
  CHECK(clients.lost == clients.of("connection-reset").size());
  for (const std::string& line : clients.of("connection-reset")) CHECK(line.ends_with(" 2 0"));
  CHECK(Played("  - connection reset: {at: 10min, links: 4g, hits: all}\n").of("connection-reset").empty());
  CHECK(Played("  - connection reset: {at: 10min, links: dir*, hits: all}\n").of("connection-reset").size() == 8);
}

TEST_CASE("Triggers count the moments in their scope") {
  CHECK(Played("  - host lost: {when: 3rd message, rooms: room-1}\n").of("host-lost").size() == 1);
  const auto every = Played("  - host lost: {when: every 10th message}\n").of("host-lost").size();
  CHECK(every > 80);
  CHECK(every < 160);
  const auto all = Played("  - host lost: {when: message, probability: 10%}\n").of("host-lost").size();
  CHECK(all > 70);
  CHECK(all < 170);
  const Played later("  - host lost: {when: first commit, after: 10s}\n");
  REQUIRE(later.of("host-lost").size() == 1);
  CHECK(std::stoll(later.of("host-lost")[0]) > 11'000'000'000);
}

TEST_CASE("A room that is told to hibernate does so when nothing is pending; the others are cut off") {
  const Played quiet("  - hibernate: {when: every message}\n");
  CHECK(quiet.hibernated > 900);
  CHECK(quiet.resets == 0);
  const Played cut("  - evict: {at: 10min, sockets: close, hits: all}\n");
  CHECK(cut.of("evict").size() == 8);
}

TEST_CASE("Crashes at commits reset the room, before and after") {
  const Played before("  - crash before commit: {when: every 20th commit}\n");
  CHECK(before.of("crash-before-commit").size() > 30);
  CHECK(before.resets == before.of("crash-before-commit").size());
  const Played chance("  - crash after commit: {probability: 5%}\n");
  CHECK(chance.of("crash-after-commit").size() > 30);
  CHECK(chance.resets == chance.of("crash-after-commit").size());
}

TEST_CASE("Swizzled links stop one by one and come back in another order") {
  const auto lines = Played("  - swizzle: {at: 10min, within: 8s, for: 5s}\n").of("swizzle");
  REQUIRE(lines.size() == 8);
  std::vector<std::pair<long long, long long>> spells;
  for (const std::string& line : lines) spells.emplace_back(std::stoll(line), std::stoll(line.substr(line.rfind(' '))));
  for (std::size_t i = 0; i < 8; ++i)
    CHECK(spells[i].first == 600'000'000'000 + static_cast<long long>(i) * 1'000'000'000);
  std::vector<long long> ends;
  for (const auto& spell : spells) ends.push_back(spell.second);
  CHECK_FALSE(std::ranges::is_sorted(ends));
  std::ranges::sort(ends);
  for (std::size_t i = 0; i + 1 < 8; ++i) CHECK(ends[i + 1] - ends[i] == 1'000'000'000);
  const auto half = Played("  - swizzle: {at: 10min, share: 50%}\n").of("swizzle");
  CHECK(half.size() > 0);
  CHECK(half.size() < 8);
}
