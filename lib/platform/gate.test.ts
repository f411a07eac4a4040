import { expect, test } from "vitest";
import { createGate } from "./gate";

test("two pass at once, three wait, the others are told so at once", async () => {
  const gate = createGate({ name: "test_gate", atOnce: 2, waiting: 3 });
  const ends: (() => void)[] = [];
  let most = 0;
  let inside = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise<void>((end) => ends.push(end));
    inside -= 1;
    return "done";
  };
  const passing = Array.from({ length: 5 }, () => gate.pass(work));
  expect(await Promise.all(Array.from({ length: 200 }, () => gate.pass(work)))).toEqual(Array(200).fill(null));
  for (let done = 0; done < 5; done += 1) {
    await expect.poll(() => ends.length).toBeGreaterThan(done);
    ends[done]?.();
  }
  expect(await Promise.all(passing)).toEqual(Array(5).fill({ value: "done" }));
  expect(most).toBe(2);
});

test("work that fails gives its place back", async () => {
  const gate = createGate({ name: "test_gate", atOnce: 1, waiting: 0 });
  const fail = async () => {
    throw new Error("no");
  };
  await expect(gate.pass(fail)).rejects.toThrow("no");
  expect(await gate.pass(async () => 1)).toEqual({ value: 1 });
});
