// Asks what bindings beside the rooms' are like: each question with its answer, as JSON. Run in the simulator by check.mjs
// and in the vendor's local runtime by record.mjs.

function show(value) {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof Map) return { map: [...value] };
  if (value instanceof ArrayBuffer) return { bytes: [...new Uint8Array(value)] };
  if (value === undefined) return "undefined";
  return value instanceof ReadableStream ? "a stream" : value;
}

async function answers({ KV, R2, DB, LIMIT, AE, Q, ASSETS }) {
  const out = {};
  const t = async (name, ask) => {
    try {
      out[name] = show(await ask());
    } catch (error) {
      out[name] = `throws ${error?.name}: ${error?.message}`;
    }
  };
  await t("kv proto", ()=>[KV.constructor.name, Object.prototype.toString.call(KV), Object.getOwnPropertyNames(Object.getPrototypeOf(KV)).sort()]);
  await t("kv get none", ()=>KV.get("none"));
  await t("kv getWithMetadata none", ()=>KV.getWithMetadata("none"));
  await t("kv put", ()=>KV.put("a","1"));
  await t("kv get", ()=>KV.get("a"));
  await t("kv get json", ()=>KV.get("a","json"));
  await t("kv get {type}", ()=>KV.get("a",{type:"json"}));
  await t("kv get ab", ()=>KV.get("a","arrayBuffer"));
  await t("kv get stream", ()=>KV.get("a","stream"));
  await t("kv get bad type", ()=>KV.get("a","blob"));
  await t("kv put meta", ()=>KV.put("b/1",new Uint8Array([1,2]),{metadata:{x:1},expirationTtl:60}));
  await t("kv gwm", async()=>{const r=await KV.getWithMetadata("b/1","arrayBuffer"); r.value=[...new Uint8Array(r.value)]; return r;});
  await t("kv list", async()=>{const l=await KV.list(); for (const k of l.keys) if (k.expiration) k.expiration = "later"; return l;});
  await t("kv list prefix", async()=>(await KV.list({prefix:"b/"})).keys.map(k=>k.name));
  await KV.put("c","3");
  await t("kv list limit", async()=>{const l=await KV.list({limit:1}); return [l.keys.map(k=>k.name), l.list_complete, typeof l.cursor, l.cursor, Object.keys(l)];});
  await t("kv list cursor", async()=>{const l=await KV.list({limit:1}); const m=await KV.list({limit:5,cursor:l.cursor}); return [m.keys.map(k=>k.name), m.list_complete, Object.keys(m)];});
  await t("kv list limit 0", async () => (await KV.list({ limit: 0 })).keys.length);
  await t("kv list limit 1001", async()=>(await KV.list({limit:1001})).keys.length);
  await t("kv empty key get", ()=>KV.get(""));
  await t("kv empty key put", ()=>KV.put("","x"));
  await t("kv . key", ()=>KV.get("."));
  await t("kv .. put", ()=>KV.put("..","x"));
  await t("kv long key get", ()=>KV.get("x".repeat(513)));
  await t("kv long key put", ()=>KV.put("x".repeat(513),"1"));
  await t("kv long delete", ()=>KV.delete("x".repeat(513)));
  await t("kv ttl 30", ()=>KV.put("t","1",{expirationTtl:30}));
  await t("kv ttl 0", ()=>KV.put("t","1",{expirationTtl:0}));
  await t("kv ttl text", ()=>KV.put("t","1",{expirationTtl:"60"}));
  await t("kv ttl nan", ()=>KV.put("t","1",{expirationTtl:"abc"}));
  await t("kv exp past", ()=>KV.put("t","1",{expiration:1000}));
  await t("kv exp soon", ()=>KV.put("t","1",{expiration:Math.floor(Date.now()/1000)+10}).catch(e=>{throw new Error(e.message.replace(/\d{10}/g,"T"))}));
  await t("kv meta big", ()=>KV.put("t","1",{metadata:"x".repeat(1100)}));
  await t("kv put number", ()=>KV.put("n",5));
  await t("kv put object", ()=>KV.put("n",{}));
  await t("kv put null", ()=>KV.put("n",null));
  await t("kv put undefined", ()=>KV.put("n"));
  await t("kv put stream", ()=>KV.put("s",new Response("str").body));
  await t("kv get s", ()=>KV.get("s"));
  await t("kv delete", ()=>KV.delete("a"));
  await t("kv delete none", ()=>KV.delete("zz"));
  await t("kv get deleted", ()=>KV.get("a"));
  await KV.put("j","{bad");
  await t("kv bad json", ()=>KV.get("j","json")); await KV.put("j1",'{"v":1}');
  await t("kv multi", ()=>KV.get(["c","none","s"]));
  await t("kv multi json", ()=>KV.get(["j1"],"json"));
  await t("kv multi meta", ()=>KV.getWithMetadata(["c","b/1"]));
  await t("kv multi 101", ()=>KV.get(Array.from({length:101},(_,i)=>"k"+i)));
  await t("kv multi ab", ()=>KV.get(["c"],"arrayBuffer"));
  await t("kv multi empty", ()=>KV.get([]));
  await t("kv get number key", async()=>{await KV.put(5,"five"); return KV.get("5");});
  await t("kv get no args", ()=>KV.get());
  await t("kv put no value", ()=>KV.put("x"));
  await t("kv cacheTtl 10", ()=>KV.get("c",{cacheTtl:10}));
  await t("kv cacheTtl 30", ()=>KV.get("c",{cacheTtl:30}));
  const obj = (o) => o===null?null:({ctor:o.constructor.name,keys:Object.keys(o),key:o.key,size:o.size,etag:o.etag,httpEtag:o.httpEtag,checksums:o.checksums?.toJSON?.(),uploaded:o.uploaded?.constructor?.name,httpMetadata:o.httpMetadata,customMetadata:o.customMetadata,storageClass:o.storageClass,range:o.range,version:typeof o.version+o.version?.length, hasBody:"body" in o, ssecKeyMd5:o.ssecKeyMd5});
  await t("r2 proto", ()=>[R2.constructor.name, Object.prototype.toString.call(R2), Object.getOwnPropertyNames(Object.getPrototypeOf(R2)).sort()]);
  await t("r2 get none", ()=>R2.get("none"));
  await t("r2 head none", ()=>R2.head("none"));
  await t("r2 put", async()=>obj(await R2.put("a","hello")));
  await t("r2 put meta", async()=>obj(await R2.put("b/2",new Uint8Array([1,2,3]),{httpMetadata:{contentType:"image/png",cacheControl:"max-age=1"},customMetadata:{who:"me"}})));
  await t("r2 put headers", async()=>obj(await R2.put("b/3","x",{httpMetadata:new Headers({"content-type":"text/x","content-language":"de"})})));
  await t("r2 get", async()=>{const o=await R2.get("a"); return [obj(o), await o.text(), o.bodyUsed];});
  await t("r2 json", async()=>{await R2.put("j",'{"a":1}'); return (await R2.get("j")).json();});
  await t("r2 twice", async()=>{const o=await R2.get("a"); await o.text(); return o.text();});
  await t("r2 ab", async()=>(await R2.get("b/2")).arrayBuffer());
  await t("r2 writeHttpMetadata", async()=>{const h=new Headers(); (await R2.get("b/2")).writeHttpMetadata(h); return [...h];});
  await t("r2 head", async()=>obj(await R2.head("b/2")));
  await t("r2 range", async()=>{const o=await R2.get("a",{range:{offset:1,length:2}}); return [await o.text(), o.range, o.size];});
  await t("r2 suffix", async()=>{const o=await R2.get("a",{range:{suffix:2}}); return [await o.text(), o.range];});
  await t("r2 range headers", async()=>{const o=await R2.get("a",{range:new Headers({range:"bytes=1-3"})}); return [await o.text(), o.range];});
  await t("r2 range none", async()=>(await R2.get("a")).range);
  await t("r2 range bad", async()=>obj(await R2.get("a",{range:{offset:9}})));
  const etag=(await R2.head("a")).etag;
  await t("r2 onlyIf match", async()=>obj(await R2.get("a",{onlyIf:{etagMatches:etag}})));
  await t("r2 onlyIf no match", async()=>obj(await R2.get("a",{onlyIf:{etagDoesNotMatch:etag}})));
  await t("r2 onlyIf headers", async()=>obj(await R2.get("a",{onlyIf:new Headers({"if-none-match":`"${etag}"`})})));
  await t("r2 put onlyIf fails", async()=>obj(await R2.put("a","new",{onlyIf:{etagMatches:"zz"}})));
  await t("r2 list", async()=>{const l=await R2.list(); return {...l, objects:l.objects.map(obj)};});
  await t("r2 list prefix", async()=>{const l=await R2.list({prefix:"b/",include:["httpMetadata","customMetadata"]}); return {keys:Object.keys(l), objects:l.objects.map(obj)};});
  await t("r2 list delim", async()=>{const l=await R2.list({delimiter:"/"}); return [l.objects.map(o=>o.key), l.delimitedPrefixes, l.truncated];});
  await t("r2 list limit", async()=>{const l=await R2.list({limit:1}); return [l.objects.map(o=>o.key), l.truncated, typeof l.cursor, Object.keys(l)];});
  await t("r2 list cursor", async()=>{const l=await R2.list({limit:1}); const m=await R2.list({cursor:l.cursor}); return m.objects.map(o=>o.key);});
  await t("r2 delete", ()=>R2.delete("a"));
  await t("r2 delete many", ()=>R2.delete(["j","none"]));
  await t("r2 put null", async()=>obj(await R2.put("n",null)));
  await t("r2 put stream", async()=>obj(await R2.put("s",new Response("abc").body)));
  await t("r2 put number", async()=>obj(await R2.put("n",5)));
  await t("r2 put undefined", async()=>obj(await R2.put("n")));
  await t("r2 empty key", async () => (await R2.put("", "x")).key);
  await t("r2 long key", ()=>R2.put("x".repeat(1025),"x"));
  await t("r2 put blob", async()=>obj(await R2.put("bl",new Blob(["hi"],{type:"a/b"}))));
  await t("r2 md5 bad", async()=>obj(await R2.put("m","x",{md5:"00000000000000000000000000000000"})));
  const meta = (r) => { r.meta.duration = 0; r.meta.size_after = r.meta.size_after > 4096; delete r.meta.served_by; return r; };
  await t("d1 proto", ()=>[DB.constructor.name, ["prepare", "batch", "exec", "withSession", "dump"].every((name) => typeof DB[name] === "function")]);
  await t("d1 exec", async()=>{const r=await DB.exec("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, v REAL, b BLOB)"); r.duration = 0; return r;});
  await t("d1 exec two", async()=>{const r=await DB.exec("INSERT INTO t (name) VALUES ('x');\nINSERT INTO t (name) VALUES ('y')"); r.duration = 0; return r;});
  await t("d1 exec bad", ()=>DB.exec("SELEC 1"));
  await t("d1 exec empty", ()=>DB.exec(""));
  await t("d1 run insert", async()=>meta(await DB.prepare("INSERT INTO t (name,v) VALUES (?,?)").bind("z",1.5).run()));
  await t("d1 all", async()=>meta(await DB.prepare("SELECT * FROM t").all()));
  await t("d1 run select", async()=>meta(await DB.prepare("SELECT name FROM t WHERE id=?1").bind(1).run()));
  await t("d1 first", ()=>DB.prepare("SELECT * FROM t WHERE id=?").bind(3).first());
  await t("d1 first col", ()=>DB.prepare("SELECT name FROM t WHERE id=?").bind(3).first("name"));
  await t("d1 first none", ()=>DB.prepare("SELECT name FROM t WHERE id=99").first());
  await t("d1 first no col", ()=>DB.prepare("SELECT name FROM t").first("zz"));
  await t("d1 first none col", ()=>DB.prepare("SELECT name FROM t WHERE id=99").first("name"));
  await t("d1 raw", ()=>DB.prepare("SELECT id,name FROM t").raw());
  await t("d1 raw cols", ()=>DB.prepare("SELECT id,name FROM t").raw({columnNames:true}));
  await t("d1 blob", async()=>{await DB.prepare("UPDATE t SET b=? WHERE id=1").bind(new Uint8Array([1,2])).run(); return DB.prepare("SELECT b, typeof(b) AS ty FROM t WHERE id=1").first();});
  await t("d1 ab", async()=>{await DB.prepare("UPDATE t SET b=? WHERE id=1").bind(new Uint8Array([1,2]).buffer).run(); return DB.prepare("SELECT b FROM t WHERE id=1").first("b");});
  await t("d1 array", async()=>{await DB.prepare("UPDATE t SET b=? WHERE id=1").bind([1,2]).run(); return DB.prepare("SELECT b, typeof(b) ty FROM t WHERE id=1").first();});
  await t("d1 bool", ()=>DB.prepare("SELECT ? AS a, ? AS b, typeof(?1) AS c").bind(true,null).first());
  await t("d1 int", ()=>DB.prepare("SELECT typeof(?) AS a, typeof(?) AS b, ? AS c").bind(1,1.5,2**40).first());
  await t("d1 undefined", ()=>DB.prepare("SELECT ?").bind(undefined).first());
  await t("d1 object", ()=>DB.prepare("SELECT ?").bind({}).first());
  await t("d1 bigint", ()=>DB.prepare("SELECT ?").bind(1n).first());
  await t("d1 symbol", ()=>DB.prepare("SELECT ?").bind(Symbol("a")).first());
  await t("d1 too few", ()=>DB.prepare("SELECT ?,?").bind(1).first());
  await t("d1 too many", ()=>DB.prepare("SELECT ?").bind(1,2).first());
  await t("d1 no bind", ()=>DB.prepare("SELECT ?").first());
  await t("d1 no table", ()=>DB.prepare("SELECT * FROM nope").all());
  await t("d1 syntax", ()=>DB.prepare("SELEC 1").all());
  await t("d1 empty", ()=>DB.prepare("").all());
  await t("d1 unique", async()=>{await DB.prepare("INSERT INTO t (id) VALUES (1)").run();});
  await t("d1 cause", async()=>{try{await DB.prepare("SELECT * FROM nope").all()}catch(e){return [e.cause?.name,e.cause?.message, e.constructor.name]}});
  await t("d1 two statements", async()=>meta(await DB.prepare("SELECT 1 AS a; SELECT 2 AS b").all()));
  await t("d1 batch", async()=>(await DB.batch([DB.prepare("INSERT INTO t (name) VALUES ('b1')"),DB.prepare("SELECT count(*) AS n FROM t")])).map(meta));
  await t("d1 batch fails", ()=>DB.batch([DB.prepare("INSERT INTO t (name) VALUES ('b2')"),DB.prepare("SELECT * FROM nope")]));
  await t("d1 rolled back", ()=>DB.prepare("SELECT count(*) AS n FROM t WHERE name='b2'").first("n"));
  await t("d1 batch empty", ()=>DB.batch([]));
  await t("d1 update meta", async()=>meta(await DB.prepare("UPDATE t SET v=2").run()));
  await t("d1 delete meta", async()=>meta(await DB.prepare("DELETE FROM t WHERE id=1").run()));
  await t("d1 returning", async()=>meta(await DB.prepare("INSERT INTO t (name) VALUES ('r') RETURNING id, name").all()));
  await t("d1 dup cols", ()=>DB.prepare("SELECT 1 AS a, 2 AS a").first());
  await t("d1 dup raw", ()=>DB.prepare("SELECT 1 AS a, 2 AS a").raw());
  await t("d1 pragma", async()=>(await DB.prepare("PRAGMA table_list").all()).results.map((r) => r.name).filter((name) => !name.startsWith("_cf_")));
  await t("d1 begin", ()=>DB.prepare("BEGIN").run());
  await t("d1 session", async()=>{const s=DB.withSession(); return [s.constructor.name, typeof s.getBookmark(), await s.prepare("SELECT 1 AS a").first()];});
  await t("d1 create meta", async()=>meta(await DB.prepare("CREATE TABLE u (a)").run()));
  await t("d1 stmt proto", ()=>{const s=DB.prepare("x"); return [s.constructor.name,Object.keys(s)];});
  await t("limit", async()=>[await LIMIT.limit({key:"a"}),await LIMIT.limit({key:"a"}),await LIMIT.limit({key:"a"}),await LIMIT.limit({key:"b"})]);
  await t("limit none", ()=>LIMIT.limit({}));
  await t("limit proto", ()=>[LIMIT.constructor.name, Object.prototype.toString.call(LIMIT)]);
  await t("limit no arg", ()=>LIMIT.limit());
  await t("limit number", ()=>LIMIT.limit({key:5}));
  await t("ae", ()=>AE.writeDataPoint({blobs:["a"],doubles:[1],indexes:["i"]}));
  await t("ae none", ()=>AE.writeDataPoint());
  await t("q", ()=>Q.send({a:1}));
  await t("q batch", ()=>Q.sendBatch([{body:1}]));
  await t("q proto", ()=>[Q.constructor.name, Object.prototype.toString.call(Q)]);
  await t("q big", ()=>Q.send("x".repeat(200000)));
  await t("q none", ()=>Q.send());
  await t("q empty batch", ()=>Q.sendBatch([]));
  const asset = async (path, init) => {
    const answer = await ASSETS.fetch(`http://x${path}`, { redirect: "manual", ...init });
    return [answer.status, answer.headers.get("location"), answer.headers.get("content-type"), answer.headers.get("cache-control"), await answer.text()];
  };
  for (const path of ["/", "/index.html", "/index", "/about", "/about.html", "/about/", "/docs", "/docs/", "/docs/index.html", "/docs/index", "/a.txt", "/a.txt/", "/none", "/docs/none", "//about", "/%61bout", "/about?q=1", "/about.html?q=1"])
    await t(`assets ${path}`, () => asset(path));
  await t("assets POST", () => asset("/about", { method: "POST" }));
  await t("assets POST none", () => asset("/none", { method: "POST" }));
  await t("assets HEAD", () => asset("/about", { method: "HEAD" }));
  await t("assets etag", async () => {
    const { headers } = await ASSETS.fetch("http://x/about");
    const again = await ASSETS.fetch("http://x/about", { headers: { "if-none-match": headers.get("etag") } });
    return [/^"[0-9a-f]{32}"$/.test(headers.get("etag")), again.status, await again.text()];
  });
  return out;
}

export default {
  async fetch(request, env) {
    const text = JSON.stringify(await answers(env), (key, value) => (typeof value === "bigint" ? `${value}n` : value));
    return new Response(text);
  },
};
