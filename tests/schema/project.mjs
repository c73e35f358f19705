// The smallest Worker that a scenario may name.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

export function writeProject(folder, name) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "worker.js"), "export default {}; export class Room {}\n");
  writeFileSync(path.join(folder, "wrangler.toml"), `name = "${name}"
main = "worker.js"
compatibility_date = "2026-08-01"
[[durable_objects.bindings]]
name = "ROOMS"
class_name = "Room"
[[migrations]]
tag = "v1"
new_sqlite_classes = ["Room"]
[env.staging]
name = "${name}-staging"
[[env.staging.durable_objects.bindings]]
name = "ROOMS"
class_name = "Room"
`);
}
