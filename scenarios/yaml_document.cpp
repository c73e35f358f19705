#include "scenarios/yaml_document.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <fstream>
#include <istream>
#include <map>
#include <sstream>

#include "scenarios/input_error.h"

namespace scenarios {

const Node* Node::find(std::string_view key) const {
  for (const auto& [name, value] : entries)
    if (name->text == key) return value;
  return nullptr;
}

namespace {

[[noreturn]] void refuse(const std::string& file, Mark mark, std::string message, std::string remedy = "") {
  throw InputError({{file, mark.line, mark.column, std::move(message), std::move(remedy)}});
}

Mark mark_of(const YAML::Mark& mark) { return {mark.line + 1, mark.column + 1}; }

/// The first byte that is not part of UTF-8 text, or a control character that YAML cannot hold; npos if all is well.
std::size_t first_bad_byte(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::size_t more = byte < 0x80                   ? 0
                             : byte >= 0xc2 && byte < 0xe0 ? 1
                             : byte >= 0xe0 && byte < 0xf0 ? 2
                             : byte >= 0xf0 && byte < 0xf5 ? 3
                                                           : 9;
    if (more == 9 || (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r')) return i;
    for (std::size_t k = 1; k <= more; ++k)
      if (i + k >= text.size() || (static_cast<unsigned char>(text[i + k]) & 0xc0U) != 0x80) return i;
    i += more + 1;
  }
  return std::string_view::npos;
}

}  // namespace

/// Makes the tree as the events come.
class TreeBuilder final : public YAML::EventHandler {
 public:
  explicit TreeBuilder(YamlDocument& document) : document_(document) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { place(make(Node::Kind::null, mark, anchor)); }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto it = anchors_.find(anchor);
    if (it == anchors_.end()) refuse(document_.file_, mark_of(mark), "alias of an unknown anchor");
    for (const Open& open : open_)
      if (open.node == it->second)
        refuse(document_.file_, mark_of(mark), "an alias inside what it stands for",
               "take the alias out: it would contain itself for ever");
    place(it->second);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Node* node = make(Node::Kind::scalar, mark, anchor);
    node->text = value;
    node->quoted = tag == "!";
    place(node);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    start(make(Node::Kind::sequence, mark, anchor));
  }
  void OnSequenceEnd() override { end(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    start(make(Node::Kind::map, mark, anchor));
  }
  void OnMapEnd() override {
    merge(*open_.back().node);
    end();
  }

 private:
  struct Open {
    Node* node = nullptr;
    const Node* key = nullptr;
  };

  Node* make(Node::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
    document_.nodes_.emplace_back();
    Node* node = &document_.nodes_.back();
    node->kind = kind;
    node->mark = mark_of(mark);
    if (anchor != 0) anchors_[anchor] = node;
    return node;
  }

  void start(Node* node) {
    if (open_.size() >= YamlDocument::kMaxDepth)
      refuse(document_.file_, node->mark, fmt::format("nested more than {} levels deep", YamlDocument::kMaxDepth));
    open_.push_back({node, nullptr});
  }

  void end() {
    Node* node = open_.back().node;
    open_.pop_back();
    place(node);
  }

  void place(Node* node) {
    if (open_.empty()) {
      document_.root_ = node;
      return;
    }
    Open& parent = open_.back();
    if (parent.node->kind == Node::Kind::sequence) {
      parent.node->items.push_back(node);
    } else if (parent.key == nullptr) {
      add_key(parent, node);
    } else {
      parent.node->entries.emplace_back(parent.key, node);
      parent.key = nullptr;
    }
    parent.node->size += node->size;
    if (parent.node->size > YamlDocument::kMaxNodes)
      refuse(document_.file_, node->mark,
             fmt::format("more than {} nodes once its aliases are filled in", YamlDocument::kMaxNodes));
  }

  void add_key(Open& parent, const Node* key) {
    if (!key->is_scalar())
      refuse(document_.file_, key->mark, "a key must be plain text",
             "unquoted { and [ begin a map or a list: quote the key");
    if (const Node* before = first_key(*parent.node, key->text))
      refuse(document_.file_, key->mark,
             fmt::format("\"{}\" is here twice: first at line {}, column {}", key->text, before->mark.line,
                         before->mark.column),
             "keep one of the two");
    parent.key = key;
  }

  static const Node* first_key(const Node& map, std::string_view text) {
    for (const auto& [name, value] : map.entries)
      if (name->text == text) return name;
    return nullptr;
  }

  /// `<<: *base` gives what the map does not say itself.
  void merge(Node& map) {
    const auto it = std::find_if(map.entries.begin(), map.entries.end(),
                                 [](const auto& e) { return e.first->text == "<<" && !e.first->quoted; });
    if (it == map.entries.end()) return;
    const Node* from = it->second;
    const Mark where = it->first->mark;
    map.entries.erase(it);
    std::vector<const Node*> sources =
        from->kind == Node::Kind::sequence ? from->items : std::vector<const Node*>{from};
    for (const Node* source : sources) {
      if (!source->is_map()) refuse(document_.file_, where, "`<<` takes a map, or a list of maps");
      for (const auto& entry : source->entries)
        if (first_key(map, entry.first->text) == nullptr) map.entries.push_back(entry);
    }
  }

  YamlDocument& document_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Node*> anchors_;
};

YamlDocument YamlDocument::parse(std::string_view text, std::string file) {
  YamlDocument document;
  document.file_ = std::move(file);
  if (text.size() > kMaxBytes)
    refuse(document.file_, {}, fmt::format("{} bytes: a scenario may have at most {} (1 MiB)", text.size(), kMaxBytes));
  if (const std::size_t bad = first_bad_byte(text); bad != std::string_view::npos) {
    const auto before = text.substr(0, bad);
    const auto line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1;
    const auto column = static_cast<int>(bad - (before.rfind('\n') + 1)) + 1;
    refuse(document.file_, {line, column},
           fmt::format("byte 0x{:02x} is no UTF-8 text", static_cast<unsigned char>(text[bad])),
           "save the file as UTF-8");
  }
  std::istringstream stream{std::string(text)};
  try {
    YAML::Parser parser(stream);
    TreeBuilder builder(document);
    if (!parser.HandleNextDocument(builder) || document.root_ == nullptr || document.root_->kind == Node::Kind::null)
      refuse(document.file_, {}, "the file says nothing", "a scenario needs at least `worker:` and `duration:`");
    TreeBuilder second(document);
    const Node* root = document.root_;
    if (parser.HandleNextDocument(second) && document.root_ != root)
      refuse(document.file_, document.root_->mark, "a second document in one file", "keep one scenario a file");
    document.root_ = root;
  } catch (const YAML::Exception& error) {
    refuse(document.file_, mark_of(error.mark), "not valid YAML: " + error.msg);
  }
  return document;
}

YamlDocument YamlDocument::read(const std::filesystem::path& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status)) refuse(file.string(), {}, "no such file");
  if (std::filesystem::is_directory(status))
    refuse(file.string(), {}, "this is a folder", "name a scenario file in it");
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  if (!error && size > kMaxBytes)
    refuse(file.string(), {}, fmt::format("{} bytes: a scenario may have at most {} (1 MiB)", size, kMaxBytes));
  std::ifstream stream(file, std::ios::binary);
  if (!stream) refuse(file.string(), {}, "cannot be read");
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  return parse(text, file.string());
}

}  // namespace scenarios
