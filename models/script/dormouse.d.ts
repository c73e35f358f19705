// Types for client modules and checks: /// <reference path="..." /> where they are written.

/** The client that this session is of. Also the global `client`. */
interface DormouseClient {
  /** "phone-3" */
  readonly name: string;
  /** Its number in the group, from 0. */
  readonly index: number;
  readonly group: string;
  readonly room: string;
  /** Of this client, from 1. */
  readonly session: number;
  readonly host: string;
  /** `with:` of the group. */
  readonly with: any;
  /** The latest that connect() has opened. */
  readonly socket: WebSocket | null;
  /** Opens a socket whose events go to onOpen, onMessage and onClose. {client}, {index}, {room} and {session} are filled in. */
  connect(path?: string | ((client: DormouseClient) => string), protocols?: string[]): WebSocket;
  send(data: string | ArrayBuffer | ArrayBufferView | Blob): void;
  sendJson(value: unknown): void;
  close(code?: number, reason?: string): void;
  report(view: string, value: unknown): void;
  /** Ends the session. */
  leave(): void;
}
declare const client: DormouseClient;
/** Writes the client's present view of something into the trace. */
declare function report(view: string, value: unknown): void;

/** A record of the trace: docs/scripts.md. */
interface DormouseRecord {
  /** Milliseconds since 1970, with fractions. */
  readonly at: number;
  /** Its kind: "received", "hibernated", ... */
  readonly record: string;
  readonly [field: string]: any;
}
interface DormouseStorage {
  readonly kv: { readonly [key: string]: any };
  readonly sql: { readonly [table: string]: ReadonlyArray<{ readonly [column: string]: any }> };
  /** Milliseconds since 1970. */
  readonly alarm: number | null;
  readonly bytes: number;
}
interface DormouseRun {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Milliseconds since the run began. */
  readonly after: number;
  /** Rooms whose storage was looked at. */
  readonly rooms: string[];
  /** What a room stored when it was looked at last; undefined: never. */
  storage(room: string): DormouseStorage | undefined;
  /** What each client has reported last of a view. */
  reports(view: string): Map<string, any>;
}
/** true: fine; undefined: this says nothing about it; false or a text: violated. */
type DormouseAnswer = boolean | string | undefined;
/** Exactly one of always, eventually, sometimes and atEnd. */
interface DormouseCheck {
  /** As reports show it; else the name of the export. */
  name?: string;
  always?(record: DormouseRecord, run: DormouseRun): DormouseAnswer;
  sometimes?(record: DormouseRecord, run: DormouseRun): boolean | undefined;
  atEnd?(run: DormouseRun): DormouseAnswer;
  /** Opens a case unless it answers undefined, null or false; without it, one case opens with the run. */
  when?(record: DormouseRecord, run: DormouseRun): unknown;
  /** true closes the case. */
  eventually?(record: DormouseRecord, opened: any, run: DormouseRun): boolean | undefined;
  /** "500ms", "5s", "10min", "1h", "2d" */
  within?: string;
}
