/**
 * How many attempts may be under way, and whose. A lane is an app's callbacks to one host. Pure but for what it counts.
 *
 * - A lane has only a part of what the others leave free, so that where many lanes hang, the next one finds room.
 * - It begins with a few and gets one more for each delivery until one fails, so that a receiver that hangs holds little.
 * - Of its places, addresses that are known to fail have a few.
 */
export interface Lanes {
  enter(attempt: Attempting): void;
  /** The receiver has answered, or will not: its place is free. */
  leave(attempt: Attempting, delivered: boolean): void;
  /** What came of it is kept. After `leave`. */
  done(): void;
  room(): Room;
}

/** An attempt that takes a place. */
export interface Attempting {
  app_id: string;
  url: string;
  /** Whether its address was known to fail when it began. */
  failing: boolean;
}

export interface LaneRoom {
  app_id: string;
  host: string;
  /** Attempts under way. */
  busy: number;
  /** How many more may begin, and how many more of addresses that are known to fail. */
  well: number;
  failing: number;
}

/** What may begin now. */
export interface Room {
  free: number;
  /** Of the lanes that have attempts under way, or more room than others. */
  lanes: LaneRoom[];
  /** Of each other lane. */
  elsewhere: Pick<LaneRoom, "well" | "failing">;
}

export interface LaneLimits {
  total: number;
  /** Of one lane, at first and at most; the most is a small part of all. */
  first: number;
  most: number;
  /** Of one lane's addresses that are known to fail, together. */
  failing: number;
}

/** The host of an address, with its port, as PostgreSQL's `split_part(url, '/', 3)` has it. */
export const hostOf = (url: string): string => url.split("/", 3)[2] ?? "";

interface Lane {
  app_id: string;
  host: string;
  busy: number;
  failing: number;
  window: number;
}

/** So many lanes are remembered while they have nothing under way: those used last. */
const REMEMBERED = 200;

export function createLanes(limits: LaneLimits): Lanes {
  const lanes = new Map<string, Lane>();
  let total = 0;
  const keyOf = ({ app_id, url }: Attempting) => `${app_id} ${hostOf(url)}`;

  function roomOf(lane: Lane | null): Pick<LaneRoom, "well" | "failing"> {
    const busy = lane?.busy ?? 0;
    // Alone it may have the most there is.
    const share = Math.ceil(((limits.total - total + busy) * limits.most) / limits.total);
    const well = Math.max(0, Math.min(lane?.window ?? limits.first, share) - busy);
    return { well, failing: Math.max(0, Math.min(well, limits.failing - (lane?.failing ?? 0))) };
  }

  function forgetOldest(): void {
    for (const [key, { busy }] of lanes)
      if (busy === 0) {
        lanes.delete(key);
        return;
      }
  }

  return {
    enter(attempt) {
      const key = keyOf(attempt);
      const lane = lanes.get(key) ?? {
        app_id: attempt.app_id,
        host: hostOf(attempt.url),
        busy: 0,
        failing: 0,
        window: limits.first,
      };
      // Last in the order of use.
      lanes.delete(key);
      lanes.set(key, lane);
      if (lanes.size > REMEMBERED) forgetOldest();
      lane.busy += 1;
      if (attempt.failing) lane.failing += 1;
      total += 1;
    },
    leave(attempt, delivered) {
      const key = keyOf(attempt);
      const lane = lanes.get(key);
      if (!lane) return;
      lane.busy -= 1;
      if (attempt.failing) lane.failing -= 1;
      lane.window = delivered ? Math.min(limits.most, lane.window + 1) : limits.first;
      if (lane.busy === 0 && lane.window === limits.first) lanes.delete(key);
    },
    done() {
      total -= 1;
    },
    room: () => ({
      free: limits.total - total,
      lanes: [...lanes.values()].map((lane) => ({
        app_id: lane.app_id,
        host: lane.host,
        busy: lane.busy,
        ...roomOf(lane),
      })),
      elsewhere: roomOf(null),
    }),
  };
}
