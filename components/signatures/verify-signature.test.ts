import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sign } from "@/lib/callbacks/sign";
import type { Pasted } from "./read-pasted";
import { wordsOf } from "./verdict-words";
import { verifySignature } from "./verify-signature";

const secretOf = (bytes: Uint8Array | string) => `whsec_${Buffer.from(bytes).toString("base64")}`;
const [SECRET, OTHER] = [secretOf("the secret of the app"), secretOf("another secret")];
const NOW = new Date("2026-03-02T09:00:00.400Z");
const BODY = '{"to":"+306900000001","message":"Καλημέρα/\\n","price":0.04}';

function pasted(changes: Partial<Pasted> = {}, { secrets = [SECRET], body = BODY, at = NOW } = {}): Pasted {
  const signed = sign("0196-a", body, secrets, at);
  return {
    id: signed["webhook-id"],
    timestamp: signed["webhook-timestamp"],
    signature: signed["webhook-signature"],
    body,
    secret: SECRET,
    ...changes,
  };
}

describe("verifySignature", () => {
  test("what is signed as it should be is valid, space around headers aside", async () => {
    const verdict = { result: "valid", which: 1, of: 1, age: 0 };
    expect(await verifySignature(pasted(), NOW)).toEqual(verdict);
    const { id, timestamp, signature } = pasted();
    const loose = { id: ` ${id}`, timestamp: `${timestamp}\n`, signature: `${signature} `, secret: `${SECRET}\n` };
    expect(await verifySignature(pasted(loose), NOW)).toEqual(verdict);
  });

  test("which of several signatures matches", async () => {
    const both = pasted({}, { secrets: [OTHER, SECRET] });
    expect(await verifySignature(both, NOW)).toMatchObject({ result: "valid", which: 2, of: 2 });
    const none = pasted({}, { secrets: [OTHER, OTHER] });
    expect(await verifySignature(none, NOW)).toEqual({ result: "different", of: 2, age: 0 });
  });

  test.each([
    ["nothing changed", -300],
    ["old", 301],
    ["early", -301],
  ])("the age is told: %s", async (_, age) => {
    const at = new Date(NOW.getTime() - age * 1_000);
    expect(await verifySignature(pasted({}, { at }), NOW)).toMatchObject({ result: "valid", age });
  });

  test.each([
    ["newline", `${BODY}\n`],
    ["newline", `${BODY}\r\n`],
    ["mark", `\uFEFF${BODY}`],
    ["space", `  ${BODY} `],
    ["quoted", JSON.stringify(BODY)],
    ["json", JSON.stringify(JSON.parse(BODY), null, 2)],
    ["json", BODY.replace("/", "\\/").replace("Κ", "\\u039a")],
  ])("a changed body is recognised: %s, %j", async (change, body) => {
    expect(await verifySignature(pasted({ body }), NOW)).toMatchObject({ result: "changed", change, which: 1 });
  });

  test.each([
    ["a\r\nb", "a\nb"],
    ["a\nb", "a\r\nb"],
  ])("exchanged line ends are recognised: %j as %j", async (body, now) => {
    expect(await verifySignature(pasted({ body: now }, { body }), NOW)).toMatchObject({
      result: "changed",
      change: "line-ends",
    });
  });

  test.each<[keyof Pasted, string, RegExp]>([
    ["id", " ", /Paste the webhook-id/],
    ["timestamp", "", /Paste the webhook-timestamp/],
    ["timestamp", "2026-03-02T09:00:00Z", /Not a number of seconds/],
    ["timestamp", "1772442000000", /milliseconds/],
    ["signature", "", /Paste the webhook-signature/],
    ["signature", "sha256=abc", /No signature of version 1/],
    ["signature", "v1,a", /not base64/],
    ["body", "", /Paste the body/],
    ["secret", "", /Paste the signing secret/],
    ["secret", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", /begins with whsec_/],
    ["secret", "whsec_", /not base64/],
    ["secret", "whsec_ab$d", /not base64/],
    ["secret", "whsec_abcde", /not base64/],
  ])("%s %j is refused with the rule", async (field, value, message) => {
    expect(await verifySignature(pasted({ [field]: value }), NOW)).toEqual({
      result: "unreadable",
      wrong: [{ field, message: expect.stringMatching(message) }],
    });
  });

  test("every wrong field is named at once", async () => {
    const verdict = await verifySignature({ id: "", timestamp: "", signature: "", body: "", secret: "" }, NOW);
    expect(verdict.result === "unreadable" && verdict.wrong.map(({ field }) => field)).toEqual([
      "id",
      "timestamp",
      "signature",
      "body",
      "secret",
    ]);
  });

  test("over plain http there is nothing to calculate with", async () => {
    const { crypto } = globalThis;
    Object.defineProperty(globalThis, "crypto", { value: {}, configurable: true });
    try {
      expect(await verifySignature(pasted(), NOW)).toEqual({ result: "unavailable" });
    } finally {
      Object.defineProperty(globalThis, "crypto", { value: crypto, configurable: true });
    }
  });

  const anything = fc.record({
    id: fc.uuid(),
    body: fc.string({ unit: "grapheme", minLength: 1 }),
    key: fc.uint8Array({ minLength: 1, maxLength: 64 }),
    at: fc.date({ min: new Date(0), max: new Date("2200-01-01"), noInvalidDate: true }),
  });

  test("whatever is signed verifies", async () => {
    await fc.assert(
      fc.asyncProperty(anything, fc.nat(2), async ({ id, body, key, at }, place) => {
        const secrets = [OTHER, OTHER, OTHER].with(place, secretOf(key));
        fc.pre(secretOf(key) !== OTHER);
        const signed = sign(id, body, secrets, at);
        const [timestamp, signature] = [signed["webhook-timestamp"], signed["webhook-signature"]];
        const verdict = await verifySignature({ id, timestamp, signature, body, secret: secretOf(key) }, at);
        expect(verdict).toEqual({ result: "valid", which: place + 1, of: 3, age: 0 });
      }),
    );
  });

  test("one changed character in anything, and it does not", async () => {
    await fc.assert(
      fc.asyncProperty(
        anything,
        fc.constantFrom("id", "timestamp", "body", "signature", "secret"),
        fc.nat(),
        async ({ id, body, key, at }, field, place) => {
          const signed = sign(id, body, [secretOf(key)], at);
          const whole: Pasted = {
            id,
            timestamp: signed["webhook-timestamp"],
            signature: signed["webhook-signature"],
            body,
            secret: secretOf(key),
          };
          const verdict = await verifySignature({ ...whole, [field]: oneChanged(field, whole[field], place) }, at);
          expect(verdict.result).not.toBe("valid");
        },
      ),
    );
  });
});

/** The text with one character, or of base64 one byte, changed. */
function oneChanged(field: string, text: string, place: number): string {
  const [, prefix = "", coded = ""] = /^(v1,|whsec_)(.*)$/.exec(text) ?? [];
  if ((field === "signature" || field === "secret") && prefix !== "") {
    const bytes = Buffer.from(coded, "base64");
    const index = place % bytes.length;
    bytes[index] = (bytes[index] ?? 0) ^ 1;
    return prefix + bytes.toString("base64");
  }
  const characters = [...text];
  const index = place % characters.length;
  return characters.with(index, characters[index] === "1" ? "2" : "1").join("");
}

describe("wordsOf", () => {
  test.each([
    [{ result: "valid", which: 1, of: 1, age: 3 }, "ok", /is valid$/, /signed with this secret/],
    [{ result: "valid", which: 2, of: 2, age: 3 }, "ok", /is valid$/, /The second of 2 signatures matches/],
    [{ result: "valid", which: 1, of: 1, age: 400 }, "warn", /too old/, /6 min 40 s old: a receiver refuses/],
    [{ result: "valid", which: 1, of: 1, age: -7_200 }, "warn", /valid/, /2 h in the future/],
    [{ result: "changed", change: "json", which: 1, of: 1, age: 3 }, "bad", /body was changed/, /raw bytes/],
    [{ result: "different", of: 1, age: 90_000 }, "bad", /does not match/, /1 d 1 h old/],
    [{ result: "different", of: 2, age: 3 }, "bad", /None of the 2/, /secret is another one/],
    [{ result: "unavailable" }, "warn", /does not calculate/, /https/],
  ] as const)("%j is %s", (verdict, tone, title, detail) => {
    const words = wordsOf(verdict);
    expect(words.tone).toBe(tone);
    expect(words.title).toMatch(title);
    expect(words.details.join(" ")).toMatch(detail);
  });
});
