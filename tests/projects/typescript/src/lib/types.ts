export interface Message { from: string; n: number }
export enum Kind { Hello = 1, Bye }
export function assertName(name: string | null): asserts name is string {
  if (name === null) {
    throw new TypeError("no name");
  }
}
