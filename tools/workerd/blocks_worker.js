// Pure work of the kinds that rooms do, to set the time that blocks take against: tools/measure_blocks.mjs. Nothing in it
// calls the platform.

const words = "the quick brown fox jumps over the lazy dog while rooms go to sleep and wake up again".split(" ");
const players = new Map(Array.from({ length: 40 }, (_, i) => [`p${i}`, { x: i * 7, y: i * 3, vx: 1, vy: -1, score: i }]));
const text = JSON.stringify({ type: "say", from: "ann", body: words.join(" "), at: 1754000000000, tags: words.slice(0, 5) });
const board = new Uint8Array(64 * 64).map((_, i) => (i * 7919) % 3 === 0);

export const work = {
  /** Parses a message, decides by its type, answers. */
  message() {
    const message = JSON.parse(text);
    switch (message.type) {
      case "join":
        return "";
      case "say": {
        const body = message.body.trim().slice(0, 500);
        if (body.length === 0) return "";
        return JSON.stringify({ type: "said", from: message.from, body, at: message.at });
      }
      default:
        return JSON.stringify({ type: "error" });
    }
  },
  /** A tick of a game: moves all, keeps them inside, sorts by score. */
  tick() {
    let inside = 0;
    for (const player of players.values()) {
      player.x += player.vx;
      player.y += player.vy;
      if (player.x < 0 || player.x > 500) player.vx = -player.vx;
      if (player.y < 0 || player.y > 500) player.vy = -player.vy;
      if (Math.hypot(player.x, player.y) < 300) inside++;
    }
    return inside + [...players.values()].sort((a, b) => b.score - a.score)[0].score;
  },
  /** Neighbours on a grid, in plain arithmetic. */
  grid() {
    let alive = 0;
    for (let y = 1; y < 63; y++)
      for (let x = 1; x < 63; x++) {
        const at = y * 64 + x;
        const near = board[at - 1] + board[at + 1] + board[at - 64] + board[at + 64] + board[at - 65] + board[at + 65];
        if (near === 3 || (near === 2 && board[at])) alive++;
      }
    return alive;
  },
  /** Builds a page from a history of messages. */
  page() {
    const lines = [];
    for (let i = 0; i < 50; i++) lines.push(`<li class="${i % 2 ? "odd" : "even"}"><b>${words[i % words.length]}</b> ${i}</li>`);
    return lines.join("\n").length;
  },
  /** Counts words. */
  count() {
    const counts = new Map();
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    return [...counts.entries()].filter(([, n]) => n > 1).map(([word]) => word).join(",");
  },
  /** Merges two ordered lists, as replicas do. */
  merge() {
    const [a, b] = [[], []];
    for (let i = 0; i < 60; i++) (i % 3 ? a : b).push({ clock: i * 2 + (i % 5), value: i });
    const out = [];
    let [i, j] = [0, 0];
    while (i < a.length || j < b.length) {
      if (j >= b.length || (i < a.length && a[i].clock <= b[j].clock)) out.push(a[i++]);
      else out.push(b[j++]);
    }
    return out.length;
  },
  /** A recursive function. */
  tree() {
    const sum = (depth) => (depth === 0 ? 1 : sum(depth - 1) + sum(depth - 1));
    return sum(9);
  },
};

export class Room {
  async fetch(request) {
    const [name, times] = new URL(request.url).searchParams.get("run").split(",");
    let kept = 0;
    const began = Date.now();
    for (let i = 0; i < Number(times); i++) kept += String(work[name]()).length;
    return Response.json({ ms: Date.now() - began, kept });
  }
}
