import { V7Generator } from "uuidv7";

/** Random words are drawn many at a time: to draw one costs as much. */
const words = new Uint32Array(1_024);
let unused = 0;

const generator = new V7Generator({
  nextUint32() {
    if (unused === 0) {
      crypto.getRandomValues(words);
      unused = words.length;
    }
    unused -= 1;
    return words[unused] ?? 0;
  },
});

/** A new time-ordered id (UUIDv7, RFC 9562), in lower case. */
export function newId(): string {
  return generator.generate().toString();
}

/** The moment inside a UUIDv7, in milliseconds since 1970. */
export function timeOfId(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** Whether a text is a UUID in its canonical form, so that it may be compared with a uuid column. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
}
