import { afterEach, expect, test, vi } from "vitest";
import { inTime } from "./in-time";
import { log } from "./log";

vi.stubEnv("DATABASE_URL", "postgresql://u:p@localhost/tidings");
vi.stubEnv("SECRET_KEY", Buffer.alloc(32, 7).toString("base64"));
vi.stubEnv("LOG_LEVEL", "silent");
const late = () => new Error("too late");

afterEach(() => {
  vi.restoreAllMocks();
});

test("what comes in time is passed on, also a failure", async () => {
  await expect(inTime(Promise.resolve(3), 10_000, late)).resolves.toBe(3);
  await expect(inTime(Promise.reject(new Error("its own")), 10_000, late)).rejects.toThrow("its own");
});

test("what is late is given up, goes on, and tells when it fails", async () => {
  const warned = vi.spyOn(log(), "warn");
  let fail: (error: Error) => void = () => undefined;
  const work = new Promise<never>((_, reject) => {
    fail = reject;
  });
  await expect(inTime(work, 1, late)).rejects.toThrow("too late");
  expect(warned).not.toHaveBeenCalled();
  const failure = new Error("in the end");
  fail(failure);
  await expect.poll(() => warned.mock.calls).toEqual([[{ err: failure }, "what was too late failed"]]);
});
