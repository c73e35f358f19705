#pragma once

#include "commands/suite.h"
#include "reports/suite.h"

namespace commands {

/// Throws scenarios::InputError for a file that cannot be written.
void write_outputs(const reports::Suite& suite, const SuiteOutputs& outputs);
void print_case(const reports::SuiteCase& one);
void print_total(const reports::Suite& suite, std::size_t unchanged);
/// The gravest of what did not pass.
[[nodiscard]] Exit exit_of(const reports::Suite& suite);

}  // namespace commands
