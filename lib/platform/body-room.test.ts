import { expect, test } from "vitest";
import { withBodyRoom } from "./body-room";
import { queueLengths } from "./pressure";

const MIB = 1_024 * 1_024;
const announcing = (bytes: number | null) =>
  new Request("http://localhost/", bytes === null ? {} : { headers: { "content-length": String(bytes) } });

test("large bodies share 64 MiB, small ones need none of it, and what is done makes room again", async () => {
  const ends: (() => void)[] = [];
  const held = () => new Promise<string>((end) => ends.push(() => end("done")));
  const first = withBodyRoom(announcing(null), 32 * MIB, held);
  const second = withBodyRoom(announcing(30 * MIB), 32 * MIB, held);
  const refusal = { code: "unavailable", retryAfter: 2 };
  await expect(withBodyRoom(announcing(3 * MIB), 32 * MIB, held)).rejects.toMatchObject(refusal);
  await expect(withBodyRoom(announcing(null), 32 * MIB, held)).rejects.toMatchObject(refusal);
  expect(await withBodyRoom(announcing(2_000), 32 * MIB, async () => "small")).toBe("small");
  expect(await withBodyRoom(announcing(-5), 64 * 1_024, async () => "small")).toBe("small");
  for (const end of ends) end();
  expect(await Promise.all([first, second])).toEqual(["done", "done"]);
  expect(new Map(queueLengths()).get("large_body_bytes")).toBe(0);
});

test("work that fails makes room too", async () => {
  const fail = () => withBodyRoom(announcing(null), 40 * MIB, () => Promise.reject(new Error("no")));
  await expect(fail()).rejects.toThrow("no");
  await expect(fail()).rejects.toThrow("no");
});
