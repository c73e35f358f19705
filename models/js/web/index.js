// The web types that a Worker expects and V8 itself lacks. Importing this file puts them on the global object; it is
// evaluated when the startup snapshot is made, so nothing here calls the host or looks at a clock before installWeb().
import compression from "later:./later/compression.js";
import eventClasses from "later:./later/event_classes.js";
import messageChannel from "later:./later/message_channel.js";
import textCodecs from "later:./later/text_codecs.js";
import unmodelled from "later:./later/unmodelled.js";
import urlPattern from "later:./later/url_pattern.js";
import { host } from "./host.js";
import { defineGlobal, defineLater } from "./expose.js";
import { AbortController, AbortSignal } from "./abort.js";
import { Body } from "./body.js";
import { structuredClone } from "./clone.js";
import { console } from "./console.js";
import { Crypto, crypto, subtleCrypto } from "./crypto.js";
import { atob, btoa } from "./encoding.js";
import { DOMException } from "./errors.js";
import { Event, EventTarget } from "./events.js";
import { forms } from "./forms.js";
import { installGlobal } from "./global.js";
import { Headers } from "./headers.js";
import { Request } from "./request.js";
import { Response } from "./response.js";
import { seal, sealWebAssembly } from "./seal.js";
import { Date, performance, sealDateTimeFormat, sealRandom } from "./time.js";
import { streams } from "./streams.js";
import { URLSearchParams } from "./search_params.js";
import { URL } from "./url.js";

const classes = {
  AbortController, AbortSignal, Body, Crypto, DOMException, Date, Event, EventTarget, Headers, Request, Response, URL,
  URLSearchParams, atob, btoa, console, structuredClone,
};
for (const [name, value] of Object.entries(classes)) defineGlobal(name, value);
defineLater(compression, ["CompressionStream", "DecompressionStream"]);
defineLater(eventClasses, [
  "CloseEvent", "CustomEvent", "ErrorEvent", "ExtendableEvent", "FetchEvent", "MessageEvent", "PromiseRejectionEvent",
]);
defineLater(forms, ["Blob", "File", "FormData"]);
defineLater(messageChannel, ["MessageChannel", "MessagePort"]);
defineLater(subtleCrypto, ["CryptoKey", "SubtleCrypto"]);
defineLater(streams, [
  "ByteLengthQueuingStrategy", "CountQueuingStrategy", "FixedLengthStream", "IdentityTransformStream",
  "ReadableByteStreamController", "ReadableStream", "ReadableStreamBYOBReader", "ReadableStreamBYOBRequest",
  "ReadableStreamDefaultController", "ReadableStreamDefaultReader", "TextDecoderStream", "TextEncoderStream",
  "TransformStream", "TransformStreamDefaultController", "WritableStream", "WritableStreamDefaultController",
  "WritableStreamDefaultWriter",
]);
defineLater(textCodecs, ["TextDecoder", "TextEncoder"]);
defineLater(urlPattern, ["URLPattern"]);
defineGlobal("crypto", crypto, true);
defineGlobal("performance", performance, true);
sealDateTimeFormat();
sealRandom();
seal();
defineLater(unmodelled, ["Cache", "CacheStorage", "EventSource", "HTMLRewriter", "fetch"]);
defineLater(unmodelled, ["caches"], true);
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
export { dataCloneError, errorParts, mark, refusalOf, revive, showStored, storable } from "./structured_values.js";
export { dispatchGlobal, listensGlobal, reportError } from "./global.js";
export { HandlerAttribute, listens, trust } from "./events.js";
export { defineGlobal, defineLater, expose, markPlatformClass, platformClass } from "./expose.js";
export { NotModelledError, illegalInvocation } from "./errors.js";
export { bytesOf, fromUtf8, isBufferSource, utf8, utf8Length } from "./encoding.js";
export { bytesOfBlob, isBlob, isFile, typedBlob } from "./forms.js";
export { isHeaders, pairsOf as headerPairsOf } from "./headers.js";
export { bytesIn, isBodyless, isOpen, readsWait, takeContent, wholeOf, wholeStream } from "./body.js";
export { bytesOfChunk, isStream, isWritable, streams } from "./streams.js";
export { lazily } from "./lazily.js";
