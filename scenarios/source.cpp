#include "scenarios/source.h"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/map_reader.h"

namespace scenarios {
namespace {

namespace fs = std::filesystem;

/// One name for one file, whatever way leads to it.
fs::path same_name(const fs::path& file) {
  std::error_code error;
  fs::path name = fs::weakly_canonical(file, error);
  return error ? file.lexically_normal() : name;
}

}  // namespace

Source::Source(const fs::path& file) { root_ = read(file); }

const Node* Source::read(const fs::path& file) {
  documents_.push_back(YamlDocument::read(file, static_cast<std::uint16_t>(files_.size())));
  files_.push_back(file.string());
  open_.push_back(same_name(file));
  const Node* result = with_includes(documents_.back().root(), file);
  open_.pop_back();
  return result;
}

const Node* Source::with_includes(const Node& own, const fs::path& file) {
  const Node* include = own.is_map() ? own.find("include") : nullptr;
  if (include == nullptr) return &own;
  const std::string name = file.string();
  std::vector<const Node*> paths = include->items;
  if (include->kind != Node::Kind::sequence) paths = {include};
  if (paths.empty()) refuse(name, include->mark, "there are no files here", "for example: include: ../common.yaml");
  const Node* base = nullptr;
  for (const Node* path : paths) {
    if (!path->is_scalar() || path->text.empty())
      refuse(name, path->mark, fmt::format("include takes a file or a list of files, not {}", shown(*path)),
             "for example: include: ../common.yaml");
    const fs::path other = file.parent_path() / path->text;
    std::error_code error;
    if (!fs::is_regular_file(other, error))
      refuse(name, path->mark, fmt::format("include: there is no file {}", shown(*path)),
             fmt::format("it is looked for beside {}", file.filename().string()));
    if (std::ranges::find(open_, same_name(other)) != open_.end())
      refuse(name, path->mark, fmt::format("{} includes itself", shown(*path)), "take this include away");
    if (open_.size() >= kDeepest)
      refuse(name, path->mark, fmt::format("files that include one another more than {} deep", kDeepest));
    if (files_.size() >= kMostFiles) refuse(name, path->mark, fmt::format("more than {} files", kMostFiles));
    const Node* one = read(other);
    if (!one->is_map()) refuse(other.string(), one->mark, "what is included must be a map of a scenario's keys");
    base = base == nullptr ? one : merged(*base, *one);
  }
  return base == nullptr ? &own : merged(*base, own);
}

const Node* Source::merged(const Node& base, const Node& own) {
  Node result = own;
  const auto add = [&result](const Node& part) {
    result.size += part.size;
    result.text_bytes += part.text_bytes;
  };
  if (base.kind == Node::Kind::sequence && own.kind == Node::Kind::sequence) {
    result.items = base.items;
    result.items.insert(result.items.end(), own.items.begin(), own.items.end());
    add(base);
  } else if (base.is_map() && own.is_map()) {
    for (const auto& [key, value] : base.entries) {
      const auto mine =
          std::ranges::find_if(result.entries, [&](const auto& entry) { return entry.first->text == key->text; });
      if (mine == result.entries.end())
        result.entries.emplace_back(key, value);
      else if (key->text != "include")
        mine->second = merged(*value, *mine->second);
      add(*value);
    }
  }
  if (result.size > YamlDocument::kMaxNodes || result.text_bytes > YamlDocument::kMaxTextBytes)
    refuse(files_[own.mark.file], own.mark,
           fmt::format("more than {} nodes or {} bytes of text with what is included", YamlDocument::kMaxNodes,
                       YamlDocument::kMaxTextBytes));
  return &nodes_.emplace_back(std::move(result));
}

}  // namespace scenarios
