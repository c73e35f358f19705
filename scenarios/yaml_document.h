#pragma once

// A YAML file as a tree with positions, read from yaml-cpp's events. What yaml-cpp 0.7 lets pass is refused or done
// here: duplicate keys, aliases that contain themselves, explosions of aliases, `<<`, depth, and size.

#include <cstdint>
#include <deque>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace scenarios {

struct Mark {
  int line = 0;
  int column = 0;
  std::uint16_t file = 0;  // which of the files that make up the scenario
};

/// Throws the InputError that says what is wrong at this place of a file.
[[noreturn]] void refuse(const std::string& file, Mark mark, std::string message, std::string remedy = "");

struct Node {
  enum class Kind : std::uint8_t { null, scalar, sequence, map };
  Kind kind = Kind::null;
  Mark mark;
  std::string text;     // scalar
  bool quoted = false;  // scalar
  std::vector<const Node*> items;
  std::vector<std::pair<const Node*, const Node*>> entries;  // in order; keys are scalars, unique
  std::uint64_t size = 1;                                    // nodes below and with this one, aliases counted in full
  std::uint64_t text_bytes = 0;                              // likewise, of their texts

  [[nodiscard]] bool is_map() const { return kind == Kind::map; }
  [[nodiscard]] bool is_scalar() const { return kind == Kind::scalar; }
  [[nodiscard]] const Node* find(std::string_view key) const;
};

class YamlDocument {
 public:
  static constexpr std::uint64_t kMaxBytes = 1U << 20;
  static constexpr std::uint64_t kMaxNodes = 100'000;
  static constexpr std::uint64_t kMaxTextBytes = 4U << 20;
  static constexpr int kMaxDepth = 64;

  /// Throws InputError for a file that is missing, empty, too large or no such YAML.
  static YamlDocument read(const std::filesystem::path& file, std::uint16_t index = 0);
  static YamlDocument parse(std::string_view text, std::string file, std::uint16_t index = 0);

  [[nodiscard]] const Node& root() const { return *root_; }
  [[nodiscard]] const std::string& file() const { return file_; }

 private:
  friend class TreeBuilder;
  std::string file_;
  std::uint16_t index_ = 0;  // what marks say of the file
  std::deque<Node> nodes_;
  const Node* root_ = nullptr;
};

}  // namespace scenarios
