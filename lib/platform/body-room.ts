import { metrics } from "./metrics";
import { watchQueue } from "./pressure";
import { Problem } from "./problem";

/** Up to here a body is small: however many are read at once, the limit of connections bounds them. */
const SMALL_BYTES = 64 * 1024;
/** Bytes of large bodies that a process works on at once. Parsed, one takes about three times its size. */
const ROOM_BYTES = 64 * 1024 * 1024;
/** The name of what is taken, among the figures. */
const NAME = "large_body_bytes";

// A module can exist twice in a process (see database.ts); its memory does not.
const shared = globalThis as typeof globalThis & { tidingsBodyRoom?: { taken: number } };

function room(): { taken: number } {
  if (shared.tidingsBodyRoom) return shared.tidingsBodyRoom;
  const made = { taken: 0 };
  watchQueue(NAME, () => made.taken);
  shared.tidingsBodyRoom = made;
  return made;
}

/**
 * Works on a request whose body may be large, when there is room for it in memory.
 * @param mostBytes how large its body may be; what it announces counts where it announces less
 * @throws {Problem} `unavailable` when others take the room; nothing of the body has been read then
 */
export async function withBodyRoom<T>(request: Request, mostBytes: number, work: () => Promise<T>): Promise<T> {
  if (mostBytes <= SMALL_BYTES) return work();
  const announced = Number(request.headers.get("content-length") ?? mostBytes);
  const needed = Math.min(mostBytes, announced >= 0 ? announced : mostBytes);
  if (needed <= SMALL_BYTES) return work();
  const all = room();
  if (all.taken + needed > ROOM_BYTES) {
    metrics().refused.inc({ queue: NAME });
    throw new Problem("unavailable", "Other large requests are being worked on. Try again in a moment.", {
      retryAfter: 2,
    });
  }
  all.taken += needed;
  try {
    return await work();
  } finally {
    all.taken -= needed;
  }
}
