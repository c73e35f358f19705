// What the clients of yjs, tinybase and tldraw send, made by their own libraries: node tests/projects/messages.mjs
// prints it, as it stands in the scenarios.
import { createTLSchema } from "@tldraw/tlschema";
import { getTlsyncProtocolVersion } from "@tldraw/sync-core";
import { createMergeableStore } from "tinybase";
import { createWsSynchronizer } from "tinybase/synchronizers/synchronizer-ws-client";
import * as encoding from "lib0/encoding";
import * as sync from "y-protocols/sync";
import * as Y from "yjs";

const hex = (bytes) => Buffer.from(bytes).toString("hex");

// ---- Yjs: sync messages (0), as the provider sends them.
function message(write) {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 0);
  write(encoder);
  return hex(encoding.toUint8Array(encoder));
}
function person(clientID) {
  const doc = new Y.Doc();
  doc.clientID = clientID;
  const sent = [];
  doc.on("update", (update, origin) => {
    if (origin !== "remote") sent.push(message((encoder) => sync.writeUpdate(encoder, update)));
  });
  return { doc, text: doc.getText("text"), sent, step1: message((encoder) => sync.writeSyncStep1(encoder, doc)) };
}
const ann = person(1);
const bob = person(2);
const meet = (a, b) => Y.applyUpdate(b.doc, Y.encodeStateAsUpdate(a.doc, Y.encodeStateVector(b.doc)), "remote");
ann.text.insert(0, "hello");
meet(ann, bob);
bob.text.insert(5, " world"); // at the same time, neither knows of the other's
ann.text.insert(0, "oh, ");
meet(ann, bob);
meet(bob, ann);
ann.text.insert(ann.text.length, "!");
meet(ann, bob);
console.log("yjs", { ann: [ann.step1, ...ann.sent], bob: [bob.step1, ...bob.sent], both: [`${ann.text}`, `${bob.text}`] });

// ---- TinyBase
class Socket extends EventTarget {
  OPEN = 1;
  readyState = 1;
  sent = [];
  send(text) { this.sent.push(text); }
  close() {}
}
let now = Date.UTC(2026, 7, 1);
async function store(id, change) {
  const one = createMergeableStore(id, () => now++);
  const socket = new Socket();
  const synchronizer = await createWsSynchronizer(one, socket, 0.01);
  await synchronizer.startSync();
  const before = socket.sent.length;
  change(one);
  await new Promise((done) => setTimeout(done, 50));
  await synchronizer.destroy();
  return { first: socket.sent.slice(0, before), then: socket.sent.slice(before) };
}
console.log("tinybase", JSON.stringify({
  ann: await store("ann", (one) => { one.setCell("pets", "fido", "species", "dog"); one.setValue("open", true); }),
  bob: await store("bob", (one) => one.setCell("pets", "fido", "color", "brown")),
}, null, 1));

// ---- tldraw
const schema = createTLSchema();
console.log("tldraw", getTlsyncProtocolVersion(), JSON.stringify(schema.serialize()));
