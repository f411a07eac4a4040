import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { mac } from "./crypto";

test("the MAC is the one that Node makes, whatever the key and the data", () => {
  const bytes = (most: number) => fc.uint8Array({ maxLength: most }).map((array) => Buffer.from(array));
  fc.assert(
    fc.property(bytes(64), bytes(300), (key, data) => {
      expect(mac(key, data)).toEqual(createHmac("sha256", key).update(data).digest());
    }),
  );
  expect(mac(Buffer.from("key"), Buffer.from("data"), 16)).toHaveLength(16);
  expect(() => mac(Buffer.alloc(65), Buffer.from("data"))).toThrow("too long");
});
