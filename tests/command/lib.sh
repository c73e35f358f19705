# For the scripts here: `say` and `expect`. Each script gets the program's path as its first argument.
set -u
dormouse=$(realpath "$1")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

# expect EXIT_CODE TEXT -- COMMAND...: the command ends with this code and prints this text (a fixed string).
expect() {
  local code=$1 text=$2
  shift 3
  local output status
  output=$("$@" 2>&1)
  status=$?
  if [ "$status" != "$code" ] || ! grep -qF -- "$text" <<<"$output"; then
    printf 'FAILED: %s\n  wanted exit %s and: %s\n  got exit %s and:\n%s\n' "$*" "$code" "$text" "$status" "$(sed 's/^/    /' <<<"$output")"
    failures=$((failures + 1))
  fi
}

fail() { # TEXT
  printf 'FAILED: %s\n' "$1"
  failures=$((failures + 1))
}
same() { # WHAT A B
  [ -n "$2" ] && [ "$2" = "$3" ] || fail "$1: '$2' and '$3'"
}

finish() {
  [ "$failures" = 0 ] || { printf '%s failed\n' "$failures"; exit 1; }
  echo "all as expected"
}

# scenario WORKER_PATH: writes $work/s.yaml, one client that connects and says hi, and prints its path.
scenario() {
  cat >"$work/s.yaml" <<YAML
worker: $1
duration: 1min
clients:
  - name: one
    does:
      - connect: /?room=a
      - send: hi
      - wait: 5s
      - leave
YAML
  echo "$work/s.yaml"
}

# project NAME 'SOURCE': a whole project whose class is Room.
project() {
  mkdir -p "$work/$1"
  cat >"$work/$1/wrangler.toml" <<'TOML'
name = "t"
main = "worker.js"
compatibility_date = "2026-08-01"
[[durable_objects.bindings]]
name = "ROOM"
class_name = "Room"
[[migrations]]
tag = "v1"
new_sqlite_classes = ["Room"]
TOML
  printf '%s\n' "$2" >"$work/$1/worker.js"
  echo "$1"
}

# handler NAME 'STATEMENTS': a project whose webSocketMessage does this.
handler() {
  project "$1" "export class Room {
  constructor(ctx) { this.ctx = ctx; }
  fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
  webSocketMessage(ws, message) {
    $2
  }
}
export default { fetch: (request, env) => env.ROOM.getByName('a').fetch(request) };"
}
