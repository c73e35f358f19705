#!/usr/bin/env bash
# What crypto.subtle draws comes from the seed alone: keys, nonces, salts, boundaries.
. "$(dirname "$0")/lib.sh"

project drawn "const hex = (data) => Array.from(new Uint8Array(data), (b) => b.toString(16).padStart(2, '0')).join('');
const bytes = new TextEncoder().encode('data');
async function drawn() {
  const subtle = crypto.subtle;
  const curve = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const ecdsa = await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, curve.privateKey, bytes);
  const edwards = await subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  const aes = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt']);
  const rsa = await subtle.generateKey(
    { name: 'RSA-PSS', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }, true, ['sign', 'verify']);
  const pss = await subtle.sign({ name: 'RSA-PSS', saltLength: 32 }, rsa.privateKey, bytes);
  const holds = [
    await subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, curve.publicKey, ecdsa, bytes),
    await subtle.verify({ name: 'RSA-PSS', saltLength: 32 }, rsa.publicKey, pss, bytes),
  ];
  const all = [ecdsa, await subtle.exportKey('pkcs8', edwards.privateKey), await subtle.exportKey('raw', aes), pss];
  return ['drawn', hex(await subtle.digest('SHA-256', new Uint8Array(all.flatMap((part) => [...new Uint8Array(part)])))),
    new Response(new FormData()).headers.get('content-type'), holds].join(' ');
}
async function derived(iterations) {
  const key = await crypto.subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveBits']);
  try {
    await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-1', salt: bytes, iterations }, key, 128);
    return 'derived';
  } catch (e) {
    return e.name + ': ' + e.message;
  }
}
export class Room {
  constructor(ctx) { this.ctx = ctx; }
  async fetch(request) {
    const pair = new WebSocketPair();
    this.ctx.acceptWebSocket(pair[1]);
    return new Response(null, { status: 101, webSocket: pair[0] });
  }
  async webSocketMessage(socket) {
    console.log(await drawn());
    console.log('100001 iterations:', await derived(100001));
    try {
      await this.ctx.storage.put('key', await crypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['encrypt']));
    } catch (e) {
      console.log('stored:', e.name, e.message);
    }
  }
}
export default { fetch: (request, env) => env.ROOM.getByName('a').fetch(request) };" >/dev/null
scenario=$(scenario drawn)

said() { "$dormouse" run "$scenario" --seed "$1" --trace "$work/t.jsonl" >/dev/null && grep -o 'drawn [^"]*' "$work/t.jsonl"; }
same() { [ "$(said 5)" = "$(said 5)" ] && [ -n "$(said 5)" ] && echo "as before"; }
other() { [ "$(said 5)" != "$(said 6)" ] && echo "another"; }
expect 0 "as before" -- same
expect 0 "another" -- other
expect 0 "true,true" -- said 5
# The same on every machine, whatever code OpenSSL has for its processor.
expect 0 "drawn d5decab29eb7aea2c38823a6f99a94c0c35904608432e5869c7820c29e2e818e multipart/form-data; boundary=bea325375482749e297f89d255e9f498" -- said 5

lines() { "$dormouse" run "$scenario" --trace "$work/t.jsonl" >/dev/null; cat "$work/t.jsonl"; }
expect 0 "100001 iterations: NotSupportedError: Pbkdf2 failed: iteration counts above 100000 are not supported (requested 100001)." -- lines
expect 0 'stored: DataCloneError Could not serialize object of type' -- lines
printf 'platform: {preset: workerd}\n' >>"$scenario"
expect 0 "100001 iterations: derived" -- lines

finish
