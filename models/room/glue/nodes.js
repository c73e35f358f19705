// What stubs, promises and path objects of RPC stand for, out of reach of room code. A private field of the object
// itself: an entry of a WeakMap for each stub would be work for every collection of garbage.

class Given {
  constructor(object) {
    return object;
  }
}

class Node extends Given {
  #node;
  constructor(object, node) {
    super(object);
    this.#node = node;
  }
  static of(object) {
    const canHold = (typeof object === "object" && object !== null) || typeof object === "function";
    return canHold && #node in object ? object.#node : undefined;
  }
}

/** Says once what an object (or proxy) stands for: {client, path}. */
export function setNode(object, node) {
  new Node(object, node);
}
export const nodeOf = Node.of;
