#pragma once

// A scenario before it is read, and the reading of one that stands in no file.

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "scenarios/map_reader.h"
#include "scenarios/scenario.h"
#include "scenarios/yaml_document.h"

namespace scenarios {

/// Shows one variation of a file's scenario with its includes; problems knows the files that its marks number. Throws
/// InputError.
void visit_tree(const std::filesystem::path& file, const std::string& variation,
                const std::function<void(const Node& root, Problems& problems)>& visit);

/// A scenario without includes and variations, whose paths count from where the process runs. file: as which it is
/// known. Throws InputError.
[[nodiscard]] Scenario scenario_from(std::string_view yaml, const std::filesystem::path& file);

}  // namespace scenarios
