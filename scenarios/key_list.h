#pragma once

#include <string>

namespace scenarios {

/// Every key of every map of a scenario as tables in Markdown: what it takes, means and defaults to, and an example.
[[nodiscard]] std::string key_list();

}  // namespace scenarios
