import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countSegments } from "@/lib/sms/segments";
import { transcode } from "@/lib/sms/transcode";
import { GREEK_TEXT, type GuideApp, NO_KEY, valuesOf } from "./own-values";
import { LANGUAGES, sampleOf } from "./samples/languages";
import { OPERATIONS } from "./samples/operations";
import { tint } from "./tint";
import { TOPICS, topicOf, topicPath } from "./topics";

const app: GuideApp = {
  id: "019aafc2-5a0e-7c41-9d3e-6f1b2c3d4e5f",
  name: "Restaurant",
  environment: "sandbox",
  defaultSender: "Bistro",
  defaultCallback: { url: "https://bistro.example.com/sms", strategy: "OnChange" },
  enforceTranscode: false,
};

describe("what stands in the samples", () => {
  it("is the app’s, and a placeholder where there is no key", () => {
    expect(valuesOf("https://sms.example.com", app, NO_KEY)).toMatchObject({
      host: "https://sms.example.com",
      from: "Bistro",
      to: "+306900000001",
      callbackUrl: "https://bistro.example.com/sms",
      keyId: "<key id>",
      bearer: "<API key secret>",
    });
  });

  it("is the key that was pasted in, without the spaces around it", () => {
    const values = valuesOf("https://sms.example.com", app, { id: " a1 ", secret: "tk_sandbox_1\n" });
    expect(values).toMatchObject({ keyId: "a1", keySecret: "tk_sandbox_1", bearer: "tk_sandbox_1" });
  });

  it("names nobody’s number where messages are real", () => {
    expect(valuesOf("https://sms.example.com", { ...app, environment: "live" }, NO_KEY).to).toBe("+3069XXXXXXXX");
  });

  it("has a text that transcoding makes shorter", () => {
    expect(countSegments(transcode(GREEK_TEXT)).segments).toBeLessThan(countSegments(GREEK_TEXT).segments);
  });
});

describe("the colours of code", () => {
  const joined = (code: string, language: string) =>
    tint(code, language)
      .map(({ text }) => text)
      .join("");

  it("change nothing of it", () => {
    const names = fc.constantFrom(...LANGUAGES.map(({ id }) => id), "json", "http");
    fc.assert(fc.property(fc.string({ unit: "binary" }), names, (code, name) => joined(code, name) === code));
  });

  it("tell the names of a JSON from its texts", () => {
    const texts = tint('{"a": "b: c", "d:": ["e"]}', "json").filter(({ kind }) => kind === "text");
    expect(texts.map(({ text }) => text)).toEqual(['"b: c"', '"e"']);
  });

  it.each(LANGUAGES)("find every text and no comment in $name, whatever the texts hold", (language) => {
    const values = { ...valuesOf("https://sms.example.com", app, NO_KEY), text: '# a "b" // \'c\' """' };
    for (const operation of OPERATIONS) {
      const pieces = tint(sampleOf(language, operation, values), language.id);
      expect(pieces.filter(({ kind }) => kind === "comment")).toEqual([]);
      expect(pieces.some(({ kind, text }) => kind === "text" && text.includes("sms.example.com"))).toBe(true);
    }
  });
});

describe("the pages", () => {
  it("are found by their addresses", () => {
    for (const topic of TOPICS) {
      const rest = topicPath(topic.slug).replace(/^\/docs\/guide\/?/, "");
      expect(topicOf(rest ? rest.split("/") : undefined)).toBe(topic);
    }
  });

  it("are not found by anything else", () => {
    expect(topicOf(["nothing"])).toBeNull();
    expect(topicOf(["send", "more"])).toBeNull();
    expect(topicOf([""])).toBeNull();
  });
});
