import fc from "fast-check";
import { expect, test } from "vitest";
import { ofKey, ofReceiptToken, ofSigningSecret, secretsIn } from "./canaries";

const secret = 'canary/+"<ä>&secret 7f3a';
const hex = (code: number, digits: number) => code.toString(16).padStart(digits, "0");
const found = (text: string) => secretsIn(text, { it: secret });

test.each<[string, (text: string) => string]>([
  ["as it is", (text) => text],
  ["in JSON", (text) => JSON.stringify({ a: text })],
  ["in JSON in JSON", (text) => JSON.stringify(JSON.stringify([text])).replaceAll('\\\\\\"', '\\"')],
  ["in JSON in JSON in JSON", (text) => JSON.stringify({ a: JSON.stringify({ b: JSON.stringify(text) }) })],
  [
    "in JSON with everything escaped",
    (text) =>
      text
        .split("")
        .map((unit) => `\\u${hex(unit.charCodeAt(0), 4)}`)
        .join(""),
  ],
  ["cut at its end", (text) => text.slice(0, text.length - 8)],
  ["cut at its beginning", (text) => text.slice(8)],
  ["in an address", (text) => `?q=${encodeURIComponent(text)}`],
  ["in an address in small letters", (text) => encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase())],
  ["in an address in an address", (text) => `?next=${encodeURIComponent(`/x?q=${encodeURIComponent(text)}`)}`],
  [
    "in an address with everything escaped",
    (text) => [...Buffer.from(text)].map((byte) => `%${hex(byte, 2)}`).join(""),
  ],
  ["in a form", (text) => new URLSearchParams({ text }).toString()],
  ["in hexadecimal", (text) => `\\x00${Buffer.from(text).toString("hex")}`],
  ["in capital hexadecimal", (text) => Buffer.from(text).toString("hex").toUpperCase()],
  ["in base64", (text) => Buffer.from(text).toString("base64")],
  ["as Basic", (text) => `Basic ${Buffer.from(`an-id:${text}`).toString("base64")}`],
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

test("of a key and of a signing secret the bytes are found too, in any encoding", () => {
  const key = Buffer.from("0123456789abcdef0123456789abcdef", "hex");
  const text = key.toString("base64");
  for (const secrets of [ofKey("key", text), ofSigningSecret("key", `whsec_${text}`)])
    for (const written of [text, key.toString("hex"), key.toString("base64url")])
      expect(secretsIn(`before ${written} after`, secrets)).not.toEqual([]);
});

test("of a receipt token only what nobody can guess counts", () => {
  const [id, mac] = [Buffer.alloc(16, 7), Buffer.from("f0e1d2c3b4a5968778695a4b3c2d1e0f", "hex")];
  const token = Buffer.concat([id, mac]).toString("base64url");
  const secrets = ofReceiptToken("token", token);
  expect(secretsIn(`/webhooks/routee/${token}`, secrets)).not.toEqual([]);
  expect(secretsIn(mac.toString("base64"), secrets)).not.toEqual([]);
  expect(secretsIn(`${id.toString("hex")} ${id.toString("base64url")}`, secrets)).toEqual([]);
});
