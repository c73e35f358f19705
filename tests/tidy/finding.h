#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tests::tidy {

/// One place that breaks a rule.
struct Finding {
  std::string rule;     // "layers", "function-length", ...
  std::string path;     // from the project's root
  int line = 0;         // from 1; 0: the file as a whole
  std::string subject;  // what an entry of exceptions.txt names: the function, the header, the word
  std::string remedy;   // what is wrong and what to do instead
};

using Findings = std::vector<Finding>;

/// A file of the project, or one that a test plants.
struct SourceFile {
  std::string path;  // from the project's root, with '/'
  std::string text;

  [[nodiscard]] bool is_header() const { return path.ends_with(".h"); }
  [[nodiscard]] bool is_cpp() const { return is_header() || path.ends_with(".cpp"); }
  [[nodiscard]] bool is_below(std::string_view folder) const {
    return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
  }
  /// "models/network"; "" for a file at the top.
  [[nodiscard]] std::string folder() const {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? "" : path.substr(0, slash);
  }
};

using SourceTree = std::vector<SourceFile>;

/// One "path:line: [rule] remedy" a line; "" when there is nothing to say.
[[nodiscard]] std::string report(const Findings& findings);

}  // namespace tests::tidy
