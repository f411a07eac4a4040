import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LANGUAGES, languageOf, sampleOf } from "./languages";
import { OPERATIONS, requestOf, type SampleValues } from "./operations";

const VALUES: SampleValues = {
  host: "https://sms.example.com",
  keyId: "019aafc2-5a0e-7c41-9d3e-6f1b2c3d4e5f",
  keySecret: "tk_live_secret",
  bearer: "tk_live_secret",
  to: "+306900000001",
  from: "Kiosk",
  text: "Your table is ready.",
  longText: "Το τραπέζι σας είναι έτοιμο.",
  callbackUrl: "https://shop.example.com/sms",
  trackingId: "0a1b",
  idempotencyKey: "order-1042",
};

describe.each(LANGUAGES)("the samples in $name", (language) => {
  it.each(OPERATIONS)("name host, path and what authorizes them: %s", (operation) => {
    const code = sampleOf(language, operation, VALUES);
    const { host, pathname } = new URL(requestOf(operation, VALUES).url);
    expect(code).toContain(host);
    expect(code).toContain(pathname);
    expect(code).toContain(VALUES.keySecret);
    expect(code).not.toContain("undefined");
  });

  it("never switch the check of certificates off", () => {
    const all = OPERATIONS.map((operation) => sampleOf(language, operation, VALUES)).join("\n");
    expect(all).not.toMatch(
      /VERIFY_NONE|--insecure|(^|\s)-k\s|SSL_VERIFY|rejectUnauthorized|_create_unverified|Dangerous/,
    );
  });

  it("stay on one host, whatever the texts hold", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const before = sampleOf(language, "send", { ...VALUES, text: "x" }).split("\n").length;
        expect(sampleOf(language, "send", { ...VALUES, text }).split("\n")).toHaveLength(before);
      }),
    );
  });
});

it("the JavaScript sample asks for exactly what the operation is, whatever the values", async () => {
  const javascript = languageOf("javascript");
  if (!javascript) throw new Error("There is no JavaScript.");
  const text = fc.string({ unit: "binary" });
  const values = fc.record({ to: text, from: text, text, longText: text, callbackUrl: text, bearer: text });
  await fc.assert(
    fc.asyncProperty(values, fc.constantFrom("send", "sendWithCallback", "sendOurs"), async (given, operation) => {
      const asked: unknown[] = [];
      const fetch = async (url: string, init: object) => {
        asked.push(url, { ...init });
        return { text: async () => "" };
      };
      const all = { ...VALUES, ...given };
      const code = sampleOf(javascript, operation, all);
      await runInNewContext(`(async () => {${code}\n})()`, { fetch, console: { log: () => undefined }, JSON });
      const request = requestOf(operation, all);
      expect(asked[0]).toBe(request.url);
      expect(asked[1]).toMatchObject({
        method: "POST",
        headers: { Authorization: `Bearer ${all.bearer}`, "Content-Type": "application/json", ...request.headers },
        body: JSON.stringify(request.body?.kind === "json" && request.body.value),
      });
    }),
  );
});

it("finds no language for what is none", () => {
  expect(languageOf("cobol")).toBeNull();
  expect(languageOf(null)).toBeNull();
});
