#include "models/js/serialized_integer.h"

namespace models::js {
namespace {

constexpr std::string_view kHeader("\xff\x0fI", 3);
constexpr std::uint32_t kGroup = 0x7f, kMore = 0x80;
constexpr std::size_t kMostGroups = 5;

}  // namespace

std::string serialized_integer(std::int32_t number) {
  std::string bytes(kHeader);
  auto rest = static_cast<std::uint32_t>(number) << 1 ^ static_cast<std::uint32_t>(number >> 31);
  for (; rest >= kMore; rest >>= 7) bytes.push_back(static_cast<char>(rest | kMore));
  bytes.push_back(static_cast<char>(rest));
  return bytes;
}

std::optional<std::int32_t> deserialized_integer(std::string_view bytes) {
  if (!bytes.starts_with(kHeader) || bytes.size() > kHeader.size() + kMostGroups) return std::nullopt;
  bytes.remove_prefix(kHeader.size());
  if (bytes.empty() || static_cast<unsigned char>(bytes.back()) >= kMore) return std::nullopt;
  std::uint32_t zigzag = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    const auto group = static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i]));
    if (group < kMore && i + 1 < bytes.size()) return std::nullopt;
    zigzag = zigzag << 7 | (group & kGroup);
  }
  return static_cast<std::int32_t>(zigzag >> 1 ^ (0 - (zigzag & 1)));
}

}  // namespace models::js
