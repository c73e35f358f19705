// One who writes the document, with the library's own provider. with.edits: [{after: seconds, insert, at?}].
import * as Y from "yjs";
import YProvider from "y-partyserver/provider";

const doc = new Y.Doc();
const text = doc.getText("text");
text.observe(() => report("text", text.toString()));

export function onStart() {
  new YProvider(location.host, client.room, doc, { party: "document" });
  for (const { after, insert, at } of client.with.edits)
    setTimeout(() => text.insert(at ?? text.length, insert), after * 1000);
}
