// What rooms on libraries with a protocol of their own are told first.
import { bare, keyName, writtenName } from "./program.mjs";

const YJS = { text: "hex:00000100", why: "the first step of a Yjs document's synchronisation: y-protocols is in the bundle" };

const SEQUENCES = {
  __proto__: null,
  createMigrationIds: "", createShapePropsMigrationIds: "com.tldraw.shape.", createBindingPropsMigrationIds: "com.tldraw.binding.",
};

/** Of tldraw's sync-core: the client's schema must be the room's, whose versions calls like createMigrationIds(sequence, {name: version}) list. */
function tldrawMessages(program) {
  const sequences = {};
  let protocolVersion;
  for (const node of program.nodes) {
    if (node.type === "VariableDeclarator" && node.id.type === "Identifier" && writtenName(node.id) === "TLSYNC_PROTOCOL_VERSION")
      protocolVersion = node.init?.value;
    const callee = node.type === "CallExpression" ? bare(node.callee) : undefined;
    const prefix = callee?.type === "Identifier" ? SEQUENCES[writtenName(callee)] : undefined;
    if (prefix === undefined) continue;
    const [sequence, versions] = node.arguments;
    if (typeof sequence?.value !== "string" || versions?.type !== "ObjectExpression") continue;
    const numbers = versions.properties.filter((one) => keyName(one) !== undefined && typeof one.value?.value === "number").map((one) => one.value.value);
    sequences[prefix + sequence.value] = Math.max(0, ...numbers);
  }
  if (protocolVersion === undefined) return [];
  const connect = { type: "connect", connectRequestId: "1", lastServerClock: 0, protocolVersion, schema: { schemaVersion: 2, sequences } };
  const why = "tldraw's sync-core is in the bundle";
  return [{ text: JSON.stringify(connect), why }, { text: '{"type":"ping"}', why }];
}

export function libraryMessages(touched, program) {
  const packages = new Set(touched.flatMap((touch) => Object.keys(touch.packages)));
  return [
    ...(packages.has("y-protocols") || packages.has("y-partyserver") ? [YJS] : []),
    ...tldrawMessages(program),
  ];
}
