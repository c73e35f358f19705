// ctx, ctx.storage and env of a room: what there is, and in which words wrong arguments are refused.
const log = (ev, o = {}) => console.log("@@" + JSON.stringify({ ev, ...o }));
const shape = (object) => {
  const names = new Set();
  for (let p = object; p && p !== Object.prototype; p = Object.getPrototypeOf(p)) for (const name of Object.getOwnPropertyNames(p)) names.add(name);
  return [...names].sort().map((name) => {
    try { return `${name}:${typeof object[name]}`; } catch { return `${name}:throws`; }
  });
};

export class Room {
  constructor(ctx, env) { Object.assign(this, { ctx, env }); }
  async fetch() {
    const { ctx, env } = this;
    const { storage } = ctx;
    const [one, other] = Object.values(new WebSocketPair());
    log("ctx", { names: shape(ctx), text: String(ctx) });
    log("storage", { names: shape(storage), text: String(storage) });
    log("sql", { names: shape(storage.sql), text: String(storage.sql) });
    log("kv", { names: shape(storage.kv), text: String(storage.kv) });
    log("id", { names: shape(ctx.id), own: Object.keys(ctx.id), text: String(ctx.id).length, json: JSON.stringify(ctx.id) });
    log("env", { own: Object.keys(env), text: String(env), room: String(env.ROOM), names: shape(env.ROOM) });
    const tries = {
      waitUntil: () => ctx.waitUntil(), waitUntilNumber: () => ctx.waitUntil(5), block: () => ctx.blockConcurrencyWhile(),
      blockNumber: () => ctx.blockConcurrencyWhile(5), blockSync: () => ctx.blockConcurrencyWhile(() => 7), blockValue: () => ctx.blockConcurrencyWhile(async () => ({ a: 1 })),
      accept: () => ctx.acceptWebSocket(), acceptText: () => ctx.acceptWebSocket("x"), acceptTags: () => ctx.acceptWebSocket(one, "tag"),
      acceptTagList: () => ctx.acceptWebSocket(one, [5, null, "x"]), tags: () => ctx.getTags(one), tagsNone: () => ctx.getTags(), tagsText: () => ctx.getTags("x"),
      sockets: () => ctx.getWebSockets(null).length, socketsNumber: () => ctx.getWebSockets(5).length, socketsList: () => ctx.getWebSockets(["x"]).length,
      auto: () => ctx.setWebSocketAutoResponse("x"), autoNone: () => ctx.setWebSocketAutoResponse(), autoNull: () => ctx.getWebSocketAutoResponse(),
      stamp: () => ctx.getWebSocketAutoResponseTimestamp(one), stampNone: () => ctx.getWebSocketAutoResponseTimestamp(),
      timeout: () => ctx.setHibernatableWebSocketEventTimeout("x"), timeoutGet: () => ctx.getHibernatableWebSocketEventTimeout(),
      pair: () => new WebSocketRequestResponsePair("a"), pairNumber: () => { const pair = new WebSocketRequestResponsePair(1, 2); return [pair.request, pair.response]; },
      get: () => storage.get(), getNumber: () => storage.get(5), getNull: () => storage.get(null), getList: () => storage.get([1, "a"]), getBad: () => storage.get({}), getOptions: () => storage.get("a", 5),
      getOptionsNull: () => storage.get("none", null), getOptionsFunction: () => storage.get("none", () => 1), getOptionsText: () => storage.get(["none"], "x"), getOptionsBad: () => storage.get("none", { noCache: "yes", allowConcurrency: 5 }),
      putEntriesOptions: () => storage.put({ e: 1 }, 5), putEntriesText: () => storage.put({ e: 1 }, "x"), putSymbol: () => storage.put("s", Symbol("x")), putFunction: () => storage.put("f", () => 1), removeOptions: () => storage.delete("e", 5), deleteAllOptions: () => storage.deleteAll(5),
      getAlarmOptions: () => storage.getAlarm(5), setAlarmOptions: () => storage.setAlarm(1e15, 5), deleteAlarmOptions: () => storage.deleteAlarm(5), listText: () => storage.list("x"), listTrue: () => storage.list(true),
      transactionOptions: () => storage.transaction((t) => t.get("none", 5)), transactionPut: () => storage.transaction((t) => t.put("none", 1, 5)), transactionList: () => storage.transaction((t) => t.list(5)),
      kvListNumber: () => storage.kv.list(5), kvListText: () => storage.kv.list("x"), kvPutUndefined: () => storage.kv.put("u", undefined), uniqueNull: () => env.ROOM.newUniqueId(null).name, uniqueNumber: () => env.ROOM.newUniqueId(5), uniqueEmpty: () => env.ROOM.newUniqueId({}).name, equalsOther: () => ctx.id.equals(env.ROOM.newUniqueId()), getOptions2: () => typeof env.ROOM.get(ctx.id, 5), getHint: () => typeof env.ROOM.get(ctx.id, { locationHint: "nowhere" }), byNameOptions: () => typeof env.ROOM.getByName("x", 5),
      put: () => storage.put(), putOne: () => storage.put("a"), putUndefined: () => storage.put("a", undefined), putNumberKey: () => storage.put(5, "x"), putText: () => storage.put("a", "b", "c"),
      putMap: () => storage.put(new Map([["m", 1]])), putObject: () => storage.put({ o: 1, u: undefined }), putNull: () => storage.put(null), putEmpty: () => storage.put("", 1), putOptions: () => storage.put({ p: 1 }, { allowUnconfirmed: true, noCache: true }),
      remove: () => storage.delete(), removeNumber: () => storage.delete(5), removeList: () => storage.delete(["5", "none"]), removeEmpty: () => storage.delete([]), removeNull: () => storage.delete(null),
      list: async () => [...(await storage.list())], listNull: async () => (await storage.list(null)).size, listNumber: () => storage.list(5), listLimit: () => storage.list({ limit: 0 }), listLimitText: async () => (await storage.list({ limit: "1" })).size,
      listBoth: () => storage.list({ start: "a", startAfter: "b" }), listPrefix: async () => [...(await storage.list({ prefix: 5 })).keys()], listReverse: async () => [...(await storage.list({ reverse: true, end: "p" })).keys()], listEmptyEnd: async () => (await storage.list({ end: "" })).size,
      alarm: () => storage.setAlarm(), alarmText: () => storage.setAlarm("x"), alarmNull: () => storage.setAlarm(null), alarmNumberText: () => storage.setAlarm("5"), alarmNegative: () => storage.setAlarm(-1), alarmNan: () => storage.setAlarm(NaN), alarmDate: () => storage.setAlarm(new Date(NaN)), alarmObject: () => storage.setAlarm({}), alarmInfinite: () => storage.setAlarm(Infinity),
      alarmGet: () => storage.getAlarm().then((t) => typeof t), alarmDelete: () => storage.deleteAlarm(), alarmDelete2: () => storage.deleteAlarm(), alarmGot: () => storage.getAlarm(),
      transaction: () => storage.transaction(), transactionNumber: () => storage.transaction(5), transactionValue: () => storage.transaction(async (t) => [String(t), await t.get("a"), shape(t)]), transactionSyncValue: () => storage.transactionSync(() => 8), transactionSync: () => storage.transactionSync(), transactionSyncAsync: () => storage.transactionSync(async () => 9),
      sync: () => storage.sync(), deleteAll: () => storage.deleteAll(), bookmark: () => storage.getCurrentBookmark().then((b) => b.length),
      exec: () => storage.sql.exec(), execNull: () => storage.sql.exec(null), execNumber: () => storage.sql.exec(5), execObject: () => storage.sql.exec("select ?", {}).one(), execSymbol: () => storage.sql.exec("select ?", Symbol("s")), execDate: () => storage.sql.exec("select ? as d", new Date(0)).one(), execBig: () => storage.sql.exec("select ?", 5n),
      execUndefined: () => storage.sql.exec("select ? as u", undefined).one(), execBuffer: () => storage.sql.exec("select length(?) as n", new Uint8Array(3).buffer).one(), execFloat: () => storage.sql.exec("select length(?) as n", new Float32Array(2)).one(), execNan: () => storage.sql.exec("select ? as n", NaN).one(), execInfinite: () => storage.sql.exec("select typeof(?) as n", Infinity).one(), execMinus: () => storage.sql.exec("select ? as n", -0).one(),
      kvGet: () => storage.kv.get(), kvPut: () => storage.kv.put("a"), kvDelete: () => storage.kv.delete(), kvList: () => [...storage.kv.list({ limit: 2 })], kvNumber: () => storage.kv.get(5), kvPutNumber: () => storage.kv.put(7, 8), kvBack: () => storage.kv.get("7"),
      idFrom: () => env.ROOM.idFromName(), idFromNumber: () => env.ROOM.idFromName(5).name, idFromString: () => env.ROOM.idFromString("x"), idFromStringNone: () => env.ROOM.idFromString(), idUpper: () => env.ROOM.idFromString(String(ctx.id).toUpperCase()).equals(ctx.id), idRound: () => env.ROOM.idFromString(String(ctx.id)).name, idForeign: () => env.ROOM.idFromString("0".repeat(64)),
      getStub: () => env.ROOM.get(), getStubText: () => env.ROOM.get("x"), getStubId: () => typeof env.ROOM.get(ctx.id), getByName: () => env.ROOM.getByName(), getByNumber: () => env.ROOM.getByName(6).name, unique: () => env.ROOM.newUniqueId().name, equalsNone: () => ctx.id.equals(), equalsText: () => ctx.id.equals(String(ctx.id)),
      serialize: () => other.serializeAttachment(), deserialize: () => other.deserializeAttachment(), serializeUndefined: () => other.serializeAttachment(undefined), deserialized: () => other.deserializeAttachment(),
    };
    for (const [name, what] of Object.entries(tries)) {
      try {
        const value = await what();
        log(name, { value: value === undefined ? "<undefined>" : value });
      } catch (error) {
        log(name, { error: error instanceof Error ? [error.name, error.message] : String(error) });
      }
    }
    return new Response("done");
  }
  alarm() {}
}
