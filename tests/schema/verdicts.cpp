// What the loader says of each file that is named on a line of the input: a line of JSON each.
#include <fmt/format.h>

#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "scenarios/input_error.h"
#include "scenarios/scenario.h"

int main() {
  std::string file;
  while (std::getline(std::cin, file)) {
    std::string said;
    try {
      static_cast<void>(scenarios::load_variations(file));
    } catch (const scenarios::InputError& error) {
      said = error.what();
    }
    fmt::print("{}\n", nlohmann::json(said).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace));
  }
}
