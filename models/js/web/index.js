// The web types that a Worker expects and V8 itself lacks. Importing this file puts them on the global object; it is
// evaluated when the startup snapshot is made, so nothing here calls the host or looks at a clock before installWeb().
import { host } from "./host.js";
import { defineGlobal } from "./expose.js";
import { AbortController, AbortSignal } from "./abort.js";
import { Blob, File } from "./blob.js";
import { Body } from "./body.js";
import { structuredClone } from "./clone.js";
import { console } from "./console.js";
import "./compression.js";
import { Crypto, crypto } from "./crypto.js";
import { atob, btoa } from "./encoding.js";
import { DOMException } from "./errors.js";
import {
  CloseEvent, CustomEvent, ErrorEvent, Event, EventTarget, ExtendableEvent, FetchEvent, MessageEvent,
  PromiseRejectionEvent,
} from "./events.js";
import { FormData } from "./form_data.js";
import { installGlobal } from "./global.js";
import { Headers } from "./headers.js";
import { MessageChannel, MessagePort } from "./message_channel.js";
import { Request } from "./request.js";
import { Response } from "./response.js";
import { seal, sealWebAssembly } from "./seal.js";
import { Date, performance, sealDateTimeFormat, sealRandom } from "./time.js";
import { installUnmodelled } from "./unmodelled.js";
import { URLSearchParams } from "./search_params.js";
import { URL } from "./url.js";
import { URLPattern } from "./url_pattern.js";
import { CryptoKey } from "./subtle/key.js";
import { SubtleCrypto } from "./subtle/subtle_crypto.js";

const classes = {
  AbortController, AbortSignal, Blob, Body, CloseEvent, Crypto, CryptoKey, CustomEvent, DOMException, Date, ErrorEvent,
  Event, EventTarget, ExtendableEvent, FetchEvent, File, FormData, Headers, MessageChannel, MessageEvent, MessagePort,
  PromiseRejectionEvent, Request, Response, SubtleCrypto, URL, URLPattern, URLSearchParams, atob, btoa, console,
  structuredClone,
};
for (const [name, value] of Object.entries(classes)) defineGlobal(name, value);
defineGlobal("crypto", crypto, true);
defineGlobal("performance", performance, true);
sealDateTimeFormat();
sealRandom();
seal();
installUnmodelled();
installGlobal();

/// Gives the web types their host functions (see host.js). Call once, before any user code.
export function installWeb(functions) {
  // As its prototype: V8 gives prototypes a shape that compiled code can rely on, and copying takes longer.
  Object.setPrototypeOf(host, functions);
  sealWebAssembly(); // V8 makes it anew in each context
}

export { host, platform, refuseGlobalScope, scope } from "./host.js";
export { isRequest, requestFrom, requestParts } from "./request.js";
export { isResponse, responseFrom, responseParts } from "./response.js";
export { dataCloneError, mark, refusalOf, revive, showStored, storable } from "./structured_values.js";
export { dispatchGlobal, reportError } from "./global.js";
export { HandlerAttribute, listens } from "./events.js";
export { defineGlobal, expose, platformClass } from "./expose.js";
export { NotModelledError, illegalInvocation } from "./errors.js";
export { fromUtf8, utf8 } from "./encoding.js";
export { bytesOfBlob, isBlob, isFile, typedBlob } from "./blob.js";
export { isHeaders, pairsOf as headerPairsOf } from "./headers.js";
export { isOpen, readsWait, takeWhole, wholeOf, wholeStream } from "./body.js";
export { ReadableStream, bytesOfChunk, isStream } from "./streams.js";
export { format, inspect } from "./inspect.js";
export { lazily } from "./lazily.js";
