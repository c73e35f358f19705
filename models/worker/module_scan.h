#pragma once

// Whether a project's modules can be run as the files that they are.

#include "models/worker/project.h"

namespace models::worker {

/// True if something must make one module of them first: TypeScript or JSX, a package from npm, JSON, text or
/// WebAssembly as a module, imports without a file's extension, modules of Node's or the global names that come with
/// them, or configuration that only a bundler can follow. Reads
/// the entry and what it imports by relative paths; dynamic imports count, if what they import is written out.
[[nodiscard]] bool needs_bundling(const Project& project);

}  // namespace models::worker
