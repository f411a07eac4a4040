import { describe, expect, test } from "vitest";
import { type Attempting, createLanes, hostOf } from "./lanes";

const LIMITS = { total: 128, first: 8, most: 16, failing: 3 };
const to = (app_id: string, host = "a.example", failing = false): Attempting => ({
  app_id,
  url: `https://${host}/hook`,
  failing,
});

/** Begins what there is room for, in a lane. @returns how many. */
function fill(lanes: ReturnType<typeof createLanes>, attempt: Attempting): number {
  const { lanes: known, elsewhere } = lanes.room();
  const own = known.find(({ app_id, host }) => app_id === attempt.app_id && host === hostOf(attempt.url)) ?? elsewhere;
  const count = attempt.failing ? own.failing : own.well;
  for (let i = 0; i < count; i += 1) lanes.enter(attempt);
  return count;
}

describe("lanes", () => {
  /** An attempt ends, and is kept. */
  function end(lanes: ReturnType<typeof createLanes>, attempt: Attempting, delivered: boolean): void {
    lanes.leave(attempt, delivered);
    lanes.done();
  }

  test("begin with a few, grow by one with each delivery up to the most, and begin anew when one fails", () => {
    const lanes = createLanes(LIMITS);
    const one = to("shop");
    expect(fill(lanes, one)).toBe(8);
    expect(fill(lanes, one)).toBe(0);
    end(lanes, one, true);
    expect(fill(lanes, one)).toBe(2);
    for (let i = 0; i < 9; i += 1) end(lanes, one, false);
    expect(lanes.room()).toEqual({ free: 128, lanes: [], elsewhere: { well: 8, failing: 3 } });
    for (let i = 0; i < 50; i += 1) {
      fill(lanes, one);
      end(lanes, one, true);
    }
    fill(lanes, one);
    expect(lanes.room().lanes).toMatchObject([{ busy: 16, well: 0 }]);
    for (let i = 0; i < 16; i += 1) end(lanes, one, true);
    expect(lanes.room().lanes).toMatchObject([{ busy: 0, well: 16 }]);
  });

  test("have room again once there is an answer, but no more at all than there is to keep", () => {
    const lanes = createLanes(LIMITS);
    const one = to("shop");
    for (let count = fill(lanes, one); count > 0; count = fill(lanes, one))
      for (let i = 0; i < count; i += 1) lanes.leave(one, true);
    expect(lanes.room().free).toBeLessThan(16);
    lanes.done();
    expect(fill(lanes, one)).toBeLessThanOrEqual(1);
  });

  test("are forgotten when many others were used since", () => {
    const lanes = createLanes(LIMITS);
    for (let app = 0; app < 300; app += 1) {
      lanes.enter(to(`shop ${app}`));
      end(lanes, to(`shop ${app}`), true);
    }
    expect(lanes.room().lanes).toHaveLength(200);
    expect(lanes.room().lanes.at(-1)).toMatchObject({ app_id: "shop 299", well: 9 });
  });

  test("an address that fails has a few places of its lane, and leaves the others to its neighbours", () => {
    const lanes = createLanes(LIMITS);
    expect(fill(lanes, to("shop", "a.example", true))).toBe(3);
    expect(fill(lanes, to("shop", "a.example", true))).toBe(0);
    expect(fill(lanes, to("shop"))).toBe(5);
    expect(fill(lanes, to("shop", "a.example", true))).toBe(0);
    lanes.leave(to("shop", "a.example", true), false);
    expect(fill(lanes, to("shop", "a.example", true))).toBe(1);
  });

  test("where many hang, the next app and the next host find room", () => {
    const lanes = createLanes(LIMITS);
    for (let app = 0; app < 16; app += 1) expect(fill(lanes, to(`hanging ${app}`))).toBeGreaterThan(0);
    expect(lanes.room().free).toBeGreaterThan(0);
    expect(fill(lanes, to("hanging 1", "b.example"))).toBeGreaterThan(0);
    expect(fill(lanes, to("shop"))).toBeGreaterThan(0);
  });
});

test("hosts are told apart with their ports, as PostgreSQL does", () => {
  expect(hostOf("http://127.0.0.1:8080/a/b?c=http://d/e")).toBe("127.0.0.1:8080");
  expect(hostOf("https://a.example")).toBe("a.example");
});
