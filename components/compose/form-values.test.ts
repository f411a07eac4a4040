import { describe, expect, it } from "vitest";
import { composed, emptyForm } from "./form-values";

const appId = "0196f0a0-0000-7000-8000-000000000001";
const filled = { ...emptyForm(appId, "GR"), to: "691 234 5678", body: "Hello" };

describe("composed", () => {
  it("reads a national number with the chosen country", () => {
    expect(composed(filled)).toEqual({ ok: true, message: { appId, to: "+306912345678", body: "Hello" } });
  });
  it("takes a pasted international number whatever the country", () => {
    expect(composed({ ...filled, to: " +44 7400 123456 " })).toMatchObject({ message: { to: "+447400123456" } });
  });
  it("leaves out what is empty and takes what is there", () => {
    const values = {
      ...filled,
      from: "Tidings",
      callbackUrl: "https://example.org/sms",
      callbackStrategy: "OnCompletion" as const,
    };
    expect(composed(values)).toMatchObject({
      message: { from: "Tidings", callback: { url: "https://example.org/sms", strategy: "OnCompletion" } },
    });
    expect(composed({ ...filled, from: "  ", callbackUrl: " " })).toMatchObject({ ok: true });
  });
  it("names every field that is wrong", () => {
    const result = composed({ ...emptyForm("", "GR"), from: "Ελλάδα", callbackUrl: "example.org" });
    const paths = new Set(result.ok ? [] : result.errors.map(({ path }) => path));
    expect([...paths].sort()).toEqual(["appId", "body", "callback.url", "from", "to"]);
  });
  it("says what is wrong with the number", () => {
    const result = composed({ ...filled, to: "691 234" });
    expect(result.ok ? [] : result.errors).toEqual([
      { path: "to", code: "too_short", message: expect.stringContaining("too few digits") },
    ]);
  });
});
