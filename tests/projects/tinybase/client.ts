// One who shares the store, with the library's own synchronizer. with.changes: [{after: seconds, cell or value}].
import { createMergeableStore } from "tinybase";
import { createWsSynchronizer } from "tinybase/synchronizers/synchronizer-ws-client";

const store = createMergeableStore(client.name);
const show = () => report("store", store.getContent());
store.addTablesListener(show);
store.addValuesListener(show);

export async function onStart() {
  const synchronizer = await createWsSynchronizer(store, new WebSocket(`wss://${location.host}/${client.room}`));
  await synchronizer.startSync();
  for (const { after, cell, value } of client.with.changes)
    setTimeout(() => (cell ? store.setCell(...cell) : store.setValue(...value)), after * 1000);
}
