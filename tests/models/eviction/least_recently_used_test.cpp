// Least recently used under a capacity: by hand, and on a public trace whose misses are known.
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "models/eviction/least_recently_used.h"
#include "tests/catch.h"

using models::RoomId;
using models::eviction::LeastRecentlyUsed;

namespace {

struct Request {
  RoomId block{};
  std::uint64_t bytes = 0;
};

/// As README.md says.
std::vector<Request> cloud_physics() {
  std::ifstream file(DORMOUSE_SOURCE_DIR "/tests/models/eviction/cloud_physics.bin", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  std::size_t at = 0;
  const auto number = [&] {
    std::uint32_t value = 0;
    for (int shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(bytes.at(at++));
      value |= static_cast<std::uint32_t>(byte & 127U) << shift;
      if ((byte & 128U) == 0) return value;
    }
  };
  std::vector<Request> requests;
  std::vector<std::uint64_t> sizes;
  while (at < bytes.size()) {
    const std::uint32_t back = number();
    if (back == 0) sizes.push_back(std::uint64_t{number()} * 512);
    const auto block = static_cast<std::uint32_t>(sizes.size() - std::max(back, 1U));
    requests.push_back({RoomId{block}, sizes[block]});
  }
  return requests;
}

std::uint64_t misses(const std::vector<Request>& requests, std::uint64_t capacity) {
  LeastRecentlyUsed policy(capacity);
  std::vector<bool> in(1 << 16);
  std::uint64_t missed = 0;
  for (const Request& request : requests) {
    const auto block = static_cast<std::size_t>(request.block);
    if (in[block]) {
      policy.used(request.block);
      continue;
    }
    ++missed;
    in[block] = true;
    policy.came_in(request.block, request.bytes);
    policy.make_room([&](RoomId out) {
      in[static_cast<std::size_t>(out)] = false;
      policy.went_out(out);
      return true;
    });
  }
  return missed;
}

}  // namespace

TEST_CASE("the misses of LRU on the CloudPhysics trace are those that libCacheSim's tests list") {
  const std::vector<Request> requests = cloud_physics();
  REQUIRE(requests.size() == 113'872);
  std::uint64_t bytes = 0;
  for (const Request& request : requests) bytes += request.bytes;
  REQUIRE(bytes == 4'368'040'448);
  const std::vector<std::uint64_t> known = {93374, 89783, 83572, 81722, 72494, 72104, 71972, 71704};
  for (std::size_t i = 0; i < known.size(); ++i) {
    CAPTURE(i);
    CHECK(misses(requests, (i + 1) * (128ULL << 20)) == known[i]);
  }
}

TEST_CASE("whoever cannot go is passed over, and the next in order of use is asked") {
  LeastRecentlyUsed policy(200);
  for (const auto room : {1U, 2U, 3U}) policy.came_in(RoomId{room}, 100);
  policy.used(RoomId{1});
  std::vector<RoomId> asked;
  policy.make_room([&](RoomId room) {
    asked.push_back(room);
    if (room == RoomId{2}) return false;
    policy.went_out(room);
    return true;
  });
  CHECK(asked == std::vector<RoomId>{RoomId{2}, RoomId{3}});
  CHECK(policy.bytes_in() == 200);
  CHECK_FALSE(policy.short_of_memory());
}

TEST_CASE("if nobody can go, memory stays short until somebody can") {
  LeastRecentlyUsed policy(100);
  policy.came_in(RoomId{1}, 100);
  policy.came_in(RoomId{2}, 100);
  policy.make_room([](RoomId) { return false; });
  CHECK(policy.short_of_memory());
  policy.went_out(RoomId{2});
  CHECK_FALSE(policy.short_of_memory());
}
