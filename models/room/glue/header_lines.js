// Headers between the glue and the host: name, value, name, value, each a line. Neither can hold a line feed.

export function pairsOf(lines) {
  const parts = lines.split("\n");
  const pairs = [];
  for (let i = 0; i + 1 < parts.length; i += 2) pairs.push([parts[i], parts[i + 1]]);
  return pairs;
}

export const linesOf = (pairs) => pairs.map(([name, value]) => `${name}\n${value}\n`).join("");
