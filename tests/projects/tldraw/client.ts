// One at the board, with the library's own client. with.changes: [{after: seconds, page}].
import "./page";
import { ClientWebSocketAdapter, TLSyncClient } from "@tldraw/sync-core";
import { atom } from "@tldraw/state";
import { Store } from "@tldraw/store";
import { createTLSchema, PageRecordType, type TLRecord } from "@tldraw/tlschema";

const store = new Store<TLRecord>({ schema: createTLSchema(), props: {} as never });
store.listen(() => report("pages", store.allRecords().filter(({ typeName }) => typeName === "page")));

function change({ id, name }: { id: string; name: string }) {
  const known = store.get(PageRecordType.createId(id));
  if (known) store.update(known.id, (page) => ({ ...page, name }));
  else store.put([PageRecordType.create({ id: PageRecordType.createId(id), name, index: "a2" as never })]);
}

new TLSyncClient({
  store,
  socket: new ClientWebSocketAdapter(() => `wss://${location.host}/${client.room}?sessionId=${client.name}`),
  presence: atom("presence", null),
  onSyncError(reason) { throw new Error(reason); },
  onLoad() {
    for (const { after, page } of client.with.changes) setTimeout(() => change(page), after * 1000);
  },
});
