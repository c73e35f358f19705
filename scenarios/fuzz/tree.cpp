#include "scenarios/fuzz/tree.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <system_error>

#include "scenarios/scenario_tree.h"

namespace scenarios::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestLine = 100;

/// Keys whose values are names of files or folders, where there is such a file.
bool is_of_path(std::string_view key, std::string_view parent) {
  if (key == "worker") return parent.empty() || parent == "workers";
  constexpr std::string_view kPaths[] = {"workers", "upgrade", "script",   "check",  "file",
                                         "sql",     "visits",  "messages", "replay", "topology"};
  return std::ranges::find(kPaths, key) != std::end(kPaths);
}
/// Below these is what the user sends or stores.
bool is_data(std::string_view key) { return key == "json" || key == "storage" || key == "with" || key == "cf"; }

class Copying {
 public:
  explicit Copying(const Problems& problems) : problems_(problems) {}

  Tree copy(const Node& node, std::string_view key, std::string_view parent) const {
    Tree tree{.kind = node.kind, .text = node.text, .quoted = node.quoted};
    if (node.is_scalar() && is_of_path(key, parent)) find_file(tree, node.mark);
    for (const Node* item : node.items) tree.items.push_back(copy(*item, key, parent));
    for (const auto& [name, value] : node.entries)
      tree.entries.emplace_back(name->text,
                                is_data(name->text) ? copy(*value, "json", "json") : copy(*value, name->text, key));
    return tree;
  }

 private:
  void find_file(Tree& tree, Mark mark) const {
    std::error_code error;
    const fs::path file = problems_.folder_of(mark) / tree.text;
    if (tree.text.empty() || !fs::exists(file, error) || error) return;
    tree.text = file.string();
    tree.path = true;
  }
  const Problems& problems_;
};

/// Text that is what it is without quotes, in maps and lists of either style.
bool is_plain(std::string_view text) {
  const auto is_safe = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_./()%$+<>=@;^ -").find(c) != std::string_view::npos;
  };
  // A place (<n>) and a negative number are something else in quotes.
  constexpr std::string_view kNotFirst = ">=@% ";
  const bool is_dash = text.starts_with('-') && (text.size() == 1 || text[1] == ' ' || text[1] == '-');
  return !text.empty() && std::ranges::all_of(text, is_safe) && !is_dash && text != "<<" &&
         kNotFirst.find(text.front()) == std::string_view::npos && text.back() != ' ';
}

class Writing {
 public:
  explicit Writing(const fs::path& folder) : folder_(folder) {}

  std::string text;

  void block(const Tree& tree, std::size_t indent) {
    for (const auto& [key, value] : tree.entries) {
      text += std::string(indent, ' ') + scalar(key, false) + ":";
      below(value, indent);
    }
    for (const Tree& item : tree.items) {
      text += std::string(indent, ' ') + "-";
      if (item.kind == Node::Kind::map && (item.entries.size() == 1 || !fits(item, indent)) && !item.entries.empty()) {
        // A map in a list begins on the line of its dash.
        const std::size_t begin = text.size();
        block(item, indent + 2);
        text.erase(begin, indent + 1);
      } else {
        below(item, indent);
      }
    }
  }

 private:
  [[nodiscard]] std::string scalar(const std::string& value, bool quoted) const {
    if (!quoted && is_plain(value)) return value;
    return nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }
  [[nodiscard]] std::string leaf(const Tree& tree) const {
    if (tree.kind == Node::Kind::null) return "null";
    if (tree.path && !folder_.empty())
      return scalar(fs::absolute(tree.text).lexically_normal().lexically_relative(folder_).string(), false);
    return scalar(tree.text, tree.quoted);
  }
  [[nodiscard]] std::string flow(const Tree& tree) const {
    if (tree.kind == Node::Kind::null || tree.kind == Node::Kind::scalar) return leaf(tree);
    std::string inside;
    for (const auto& [key, value] : tree.entries) {
      if (!inside.empty()) inside += ", ";
      inside += scalar(key, false);
      inside += ": ";
      inside += flow(value);
    }
    for (const Tree& item : tree.items) {
      if (!inside.empty()) inside += ", ";
      inside += flow(item);
    }
    return tree.kind == Node::Kind::map ? "{" + inside + "}" : "[" + inside + "]";
  }
  [[nodiscard]] bool fits(const Tree& tree, std::size_t indent) const {
    return tree.is_short() && indent + flow(tree).size() < kLongestLine;
  }
  void below(const Tree& value, std::size_t indent) {
    const bool is_empty = value.items.empty() && value.entries.empty();
    if (is_empty || (indent > 0 && fits(value, indent))) {
      text += " " + flow(value) + "\n";
      return;
    }
    text += "\n";
    block(value, indent + 2);
  }

  const fs::path& folder_;
};

}  // namespace

Tree Tree::parse(std::string_view yaml) {
  const YamlDocument document = YamlDocument::parse(yaml, "a fault");
  const Problems nowhere("");
  return Copying(nowhere).copy(document.root(), "json", "json");
}

Tree* Tree::find(std::string_view key) {
  const auto found = std::ranges::find_if(entries, [&](const auto& entry) { return entry.first == key; });
  return found == entries.end() ? nullptr : &found->second;
}

Tree& Tree::at(std::string_view key) {
  kind = Node::Kind::map;
  if (Tree* found = find(key)) return *found;
  return entries.emplace_back(key, Tree()).second;
}

bool Tree::is_short() const {
  const auto has_no_list_of_maps = [](const auto& self, const Tree& tree) -> bool {
    return std::ranges::all_of(tree.items, [&](const Tree& item) { return item.kind == Node::Kind::scalar; }) &&
           std::ranges::all_of(tree.entries, [&](const auto& entry) { return self(self, entry.second); });
  };
  return entries.size() + items.size() <= 6 && has_no_list_of_maps(has_no_list_of_maps, *this);
}

Tree self_contained(const fs::path& file, const std::string& variation) {
  Tree tree;
  visit_tree(file, variation,
             [&tree](const Node& root, Problems& problems) { tree = Copying(problems).copy(root, "", ""); });
  std::erase_if(tree.entries, [](const auto& entry) {
    return entry.first == "include" || entry.first == "vary" || entry.first == "replications";
  });
  return tree;
}

std::string yaml(const Tree& tree, const fs::path& folder) {
  Writing writing(folder);
  writing.block(tree, 0);
  return std::move(writing.text);
}

}  // namespace scenarios::fuzz
