import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { repeat } from "./repeat";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("repeat", () => {
  test("begins the next turn only when the one before has ended, also when it failed", async () => {
    const ends: (() => void)[] = [];
    const work = vi.fn(
      () =>
        new Promise<void>((resolve, reject) => {
          ends.push(ends.length === 0 ? () => reject(new Error("no")) : resolve);
        }),
    );
    const onFailure = vi.fn();
    const running = repeat(1_000, work, onFailure);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(work).toHaveBeenCalledTimes(1);
    ends[0]?.();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(work).toHaveBeenCalledTimes(2);
    expect(onFailure).toHaveBeenCalledTimes(1);
    const stopped = running.stop();
    ends[1]?.();
    await stopped;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(work).toHaveBeenCalledTimes(2);
  });
});
