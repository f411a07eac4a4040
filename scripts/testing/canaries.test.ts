import fc from "fast-check";
import { expect, test } from "vitest";
import { secretsIn } from "./canaries";

const secret = 'canary/+"<ä>&secret 7f3a';
const found = (text: string) => secretsIn(text, { it: secret });

test.each<[string, (text: string) => string]>([
  ["as it is", (text) => text],
  ["in JSON", (text) => JSON.stringify({ a: text })],
  ["in JSON in JSON", (text) => JSON.stringify(JSON.stringify([text])).replaceAll('\\\\\\"', '\\"')],
  ["in an address", (text) => `?q=${encodeURIComponent(text)}`],
  ["in a form", (text) => new URLSearchParams({ text }).toString()],
  ["in hexadecimal", (text) => `\\x00${Buffer.from(text).toString("hex")}`],
  ["in base64", (text) => Buffer.from(text).toString("base64")],
  ["in HTML", (text) => `<p>${text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;")}</p>`],
])("a secret is found %s", (_, write) => expect(found(`before ${write(secret)} after`)).toEqual(["it"]));

test("a secret is found in base64 and base64url amid any other bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20 }), fc.uint8Array({ maxLength: 20 }), (before, after) => {
      const bytes = Buffer.concat([before, Buffer.from(secret), after]);
      for (const form of ["base64", "base64url"] as const) expect(found(bytes.toString(form))).toEqual(["it"]);
    }),
  );
});

test("what is not there is not found", () => {
  expect(found("canary secret 7f3a and other text")).toEqual([]);
  expect(() => secretsIn("x", { short: "abc" })).toThrow("too short");
});
