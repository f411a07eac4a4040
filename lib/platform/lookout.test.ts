import { afterEach, expect, test } from "vitest";
import { type Lookout, startLookout } from "./lookout";

const running: Lookout[] = [];
afterEach(() => Promise.all(running.splice(0).map((one) => one.stop())));

const NEVER_MS = 60_000;
function start(look: () => Promise<boolean>, more: { everyMs?: number; gatherMs?: number } = {}) {
  const errors: unknown[] = [];
  const lookout = startLookout({
    look,
    everyMs: NEVER_MS,
    gatherMs: 1,
    onError: (error) => errors.push(error),
    ...more,
  });
  running.push(lookout);
  return { ...lookout, errors };
}

test("looks at once, when woken, and again while there is more", async () => {
  let looks = 0;
  const more = [true, true, false, false];
  const { wake } = start(async () => more[looks++] ?? false);
  await expect.poll(() => looks).toBe(3);
  wake();
  await expect.poll(() => looks).toBe(4);
});

test("one look at a time, and one after it for all that woke it meanwhile", async () => {
  let [looks, atOnce, most] = [0, 0, 0];
  const free: (() => void)[] = [];
  const { wake } = start(async () => {
    looks += 1;
    atOnce += 1;
    most = Math.max(most, atOnce);
    await new Promise<void>((go) => free.push(go));
    atOnce -= 1;
    return false;
  });
  for (let i = 0; i < 10; i += 1) wake();
  free[0]?.();
  await expect.poll(() => looks).toBe(2);
  free[1]?.();
  await running[0]?.stop();
  expect([looks, most]).toEqual([2, 1]);
});

test("a look that fails is told, and the clock brings the next", async () => {
  let looks = 0;
  const { errors } = start(
    async () => {
      looks += 1;
      throw new Error(`look ${looks}`);
    },
    { everyMs: 5 },
  );
  await expect.poll(() => errors.length).toBeGreaterThan(1);
  expect(errors[0]).toEqual(new Error("look 1"));
});

test("stopping waits for the look, and wakes no more", async () => {
  let looks = 0;
  let free: () => void = () => undefined;
  const { stop, wake } = start(async () => {
    looks += 1;
    await new Promise<void>((go) => {
      free = go;
    });
    return true;
  });
  let stopped = false;
  const stopping = stop().then(() => {
    stopped = true;
  });
  await new Promise((go) => setImmediate(go));
  expect(stopped).toBe(false);
  free();
  await stopping;
  wake();
  await new Promise((go) => setImmediate(go));
  expect(looks).toBe(1);
});
