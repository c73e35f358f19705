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
#include <utility>

#include "scenarios/input_error.h"

namespace scenarios {

void refuse(const std::string& file, Mark mark, std::string message, std::string remedy) {
  throw InputError({{file, mark.line, mark.column, std::move(message), std::move(remedy)}});
}

const Node* Node::find(std::string_view key) const {
  for (const auto& [name, value] : entries)
    if (name->text == key) return value;
  return nullptr;
}

namespace {

Mark mark_of(const YAML::Mark& mark) { return {mark.line + 1, mark.column + 1}; }

/// The length of the well-formed UTF-8 sequence at the start of the text; 0 if there is none.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(i < text.size() ? text[i] : 0); };
  const auto follows = [&](std::size_t i, unsigned least = 0x80, unsigned most = 0xbf) {
    return byte(i) >= least && byte(i) <= most;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return follows(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    const bool second = follows(1, first == 0xe0 ? 0xa0 : 0x80, first == 0xed ? 0x9f : 0xbf);
    return second && follows(2) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const bool second = follows(1, first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf);
    return second && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

void check_characters(std::string_view text, const std::string& file) {
  Mark mark{1, 1};
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text.substr(i));
    const auto byte = static_cast<unsigned char>(text[i]);
    if (length == 0) refuse(file, mark, fmt::format("byte 0x{:02x} is no UTF-8 text", byte), "save the file as UTF-8");
    if (byte == 0) refuse(file, mark, "a NUL byte: this file is no text", "is it the right file?");
    const bool control = byte == 0x7f || (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r');
    if (control)
      refuse(file, mark, fmt::format("YAML has no control character 0x{:02x}", byte),
             "within \"double quotes\" it can be written as an escape, such as \\x1b");
    mark = byte == '\n' ? Mark{mark.line + 1, 1} : Mark{mark.line, mark.column + static_cast<int>(length)};
    i += length;
  }
}

/// What is usually behind the parser's words.
std::string syntax_remedy(std::string_view text, const YAML::Exception& error) {
  if (text.starts_with('\t') || text.find("\n\t") != std::string_view::npos) return "indent with spaces: a tab is none";
  if (error.msg.find("map flow") != std::string::npos) return "a { is not closed by its }";
  if (error.msg.find("sequence flow") != std::string::npos) return "a [ is not closed by its ]";
  if (error.msg == "illegal map value") return "text with a colon and a space in it needs quotes";
  if (error.msg == "unknown token")
    return "within { } or [ ], text that holds one of ? { } [ ] , needs quotes\n"
           "an address can do without: connect: {path: /, query: {room: <room>}}";
  return "";
}

}  // namespace

/// Makes the tree as the events come.
class TreeBuilder final : public YAML::EventHandler {
 public:
  explicit TreeBuilder(YamlDocument& document) : document_(document) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1)
      refuse(document_.file_, mark_of(mark), "a second document in one file", "keep one scenario a file");
  }
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
    node->text_bytes = value.size();
    node->quoted = tag != "?";
    if (tag != "tag:yaml.org,2002:str") refuse_tag(tag, node->mark);
    place(node);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    refuse_tag(tag, mark_of(mark));
    start(make(Node::Kind::sequence, mark, anchor));
  }
  void OnSequenceEnd() override { end(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    refuse_tag(tag, mark_of(mark));
    start(make(Node::Kind::map, mark, anchor));
  }
  void OnMapEnd() override {
    merge(open_.back());
    end();
  }

  /// Keys that a map has twice; the first is the one that counts.
  [[nodiscard]] std::vector<Problem> take_duplicates() { return std::move(duplicates_); }

 private:
  struct Open {
    Node* node = nullptr;
    const Node* key = nullptr;
    bool duplicate = false;  // the key has been there before: its value is dropped
    std::map<std::string_view, const Node*> keys;
  };

  void refuse_tag(const std::string& tag, Mark mark) {
    if (!tag.empty() && tag != "?" && tag != "!")
      refuse(document_.file_, mark, fmt::format("the tag {} means nothing here", tag), "take the tag away");
  }

  Node* make(Node::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
    document_.nodes_.emplace_back();
    Node* node = &document_.nodes_.back();
    node->kind = kind;
    node->mark = mark_of(mark);
    node->mark.file = document_.index_;
    if (anchor != 0) anchors_[anchor] = node;
    return node;
  }

  void start(Node* node) {
    if (open_.size() >= YamlDocument::kMaxDepth)
      refuse(document_.file_, node->mark, fmt::format("nested more than {} levels deep", YamlDocument::kMaxDepth));
    open_.push_back({node, nullptr, false, {}});
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
      if (!parent.duplicate) parent.node->entries.emplace_back(parent.key, node);
      parent.key = nullptr;
    }
    parent.node->size += node->size;
    parent.node->text_bytes += node->text_bytes;
    if (parent.node->size > YamlDocument::kMaxNodes)
      refuse(document_.file_, node->mark,
             fmt::format("more than {} nodes once its aliases are filled in", YamlDocument::kMaxNodes),
             "aliases of aliases multiply");
    if (parent.node->text_bytes > YamlDocument::kMaxTextBytes)
      refuse(document_.file_, node->mark,
             fmt::format("more than {} bytes of text once its aliases are filled in", YamlDocument::kMaxTextBytes),
             "an alias repeats the whole text");
  }

  void add_key(Open& parent, const Node* key) {
    if (!key->is_scalar())
      refuse(document_.file_, key->mark, "a key must be plain text",
             "unquoted { and [ begin a map or a list: quote the text");
    const auto [before, is_new] = parent.keys.emplace(key->text, key);
    if (!is_new) {
      const Mark first = before->second->mark;
      duplicates_.push_back(
          {document_.file_, key->mark.line, key->mark.column,
           fmt::format("\"{}\" is here twice: first at line {}, column {}", key->text, first.line, first.column),
           "keep one of the two"});
    }
    parent.duplicate = !is_new;
    parent.key = key;
  }

  /// `<<: *base` gives what the map does not say itself.
  void merge(Open& map) {
    auto& entries = map.node->entries;
    const auto it =
        std::ranges::find_if(entries, [](const auto& e) { return e.first->text == "<<" && !e.first->quoted; });
    if (it == entries.end()) return;
    const Node* from = it->second;
    const Mark where = it->first->mark;
    entries.erase(it);
    const std::vector<const Node*> sources =
        from->kind == Node::Kind::sequence ? from->items : std::vector<const Node*>{from};
    for (const Node* source : sources) {
      if (!source->is_map())
        refuse(document_.file_, where, "`<<` takes a map, or a list of maps", "for example: <<: *phone");
      for (const auto& entry : source->entries)
        if (map.keys.emplace(entry.first->text, entry.first).second) entries.push_back(entry);
    }
  }

  YamlDocument& document_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Node*> anchors_;
  std::vector<Problem> duplicates_;
  int documents_ = 0;
};

YamlDocument YamlDocument::parse(std::string_view text, std::string file, std::uint16_t index) {
  YamlDocument document;
  document.file_ = std::move(file);
  document.index_ = index;
  if (text.size() > kMaxBytes)
    refuse(document.file_, {}, fmt::format("{} bytes: a scenario may have at most {} (1 MiB)", text.size(), kMaxBytes));
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  check_characters(text, document.file_);
  std::istringstream stream{std::string(text)};
  TreeBuilder builder(document);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) continue;
  } catch (const YAML::Exception& error) {
    refuse(document.file_, mark_of(error.mark), "not valid YAML: " + error.msg, syntax_remedy(text, error));
  }
  if (document.root_ == nullptr || document.root_->kind == Node::Kind::null)
    refuse(document.file_, {}, "the file says nothing", "a scenario needs at least `worker:` and `duration:`");
  if (std::vector<Problem> duplicates = builder.take_duplicates(); !duplicates.empty())
    throw InputError(std::move(duplicates));
  return document;
}

YamlDocument YamlDocument::read(const std::filesystem::path& file, std::uint16_t index) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status)) refuse(file.string(), {}, "no such file", "check the path");
  if (std::filesystem::is_directory(status))
    refuse(file.string(), {}, "this is a folder", "name a scenario file in it");
  if (!std::filesystem::is_regular_file(status)) refuse(file.string(), {}, "this is no ordinary file");
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  if (error) refuse(file.string(), {}, "cannot be read");
  if (size > kMaxBytes)
    refuse(file.string(), {}, fmt::format("{} bytes: a scenario may have at most {} (1 MiB)", size, kMaxBytes),
           "is it the right file?");
  std::ifstream stream(file, std::ios::binary);
  std::string text(static_cast<std::size_t>(size), '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!stream) refuse(file.string(), {}, "cannot be read", "may you read it?");
  return parse(text, file.string(), index);
}

}  // namespace scenarios
