#include "models/worker/module_scan.h"

#include "tests/catch.h"
#include "tests/models/worker/project_folder.h"

namespace {

bool needs(const std::string& main, const std::string& source) {
  tests::worker::ProjectFolder folder;
  folder.with(main, source)
      .with("lib.js", "export const a = 1;")
      .with("uses_package.js", "import x from 'some-package';")
      .with("circle.mjs", "import './worker.js'");
  models::worker::Project project;
  project.folder = folder.path();
  project.main = main;
  return models::worker::needs_bundling(project);
}

}  // namespace

TEST_CASE("plain JavaScript runs as the files that it is") {
  CHECK_FALSE(
      needs("worker.js", "import { DurableObject } from 'cloudflare:workers';\nimport { a } from \"./lib.js\";"));
  CHECK_FALSE(needs("src/worker.mjs", "export { a } from '../lib.js'; const later = () => import('../lib.js');"));
  CHECK_FALSE(needs("worker.js", "import './circle.mjs'; export default {}"));
}

TEST_CASE("what no engine reads by itself is bundled") {
  CHECK(needs("worker.ts", "export default {}"));
  CHECK(needs("worker.js", "import { a } from 'some-package'"));
  CHECK(needs("worker.js", "import './uses_package.js'"));
  CHECK(needs("worker.js", "import {\n a,\n b,\n} from\n'some-package'"));
  CHECK(needs("worker.js", "import data from './data.json'"));
  CHECK(needs("worker.js", "export * from './lib'"));
  CHECK(needs("worker.js", "const { z } = await import('zod');"));
  CHECK(needs("worker.js", "import fs from 'node:fs'"));
}

TEST_CASE("a word that only looks like an import, and a line of a megabyte, are read through") {
  CHECK_FALSE(needs("worker.js", "const fromage = 'brie'; const a = {important: 'x'}; const important = \"y\";"));
  CHECK_FALSE(needs("worker.js", "import"));
  CHECK_FALSE(needs("worker.js", "import 'never ends"));
  const std::string long_line(900'000, 'a');
  CHECK(needs("worker.js", "import '" + long_line + "'"));
  CHECK_FALSE(needs("worker.js", "const text = `import '" + long_line + "`;"));
}

TEST_CASE("configuration that only a bundler can follow asks for one") {
  tests::worker::ProjectFolder folder;
  folder.with("worker.js", "export class A {}")
      .with("wrangler.toml",
            "name = 'n'\nmain = 'worker.js'\ncompatibility_date = '2026-08-01'\n"
            "[durable_objects]\nbindings = [{name = 'A', class_name = 'A'}]\n"
            "[[migrations]]\ntag = 'v1'\nnew_sqlite_classes = ['A']\n[define]\nX = '1'\n[alias]\na = './b.js'\n");
  const auto project = folder.load();
  CHECK(project.bundling.define.at("X") == "1");
  CHECK(project.bundling.alias.at("a") == "./b.js");
  CHECK(models::worker::needs_bundling(project));
}
