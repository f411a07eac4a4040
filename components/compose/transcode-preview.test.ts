import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { previewOf } from "./transcode-preview";

const GREEK = "Καλημέρα, table 5. ".repeat(5);

describe("previewOf", () => {
  test.each([
    ["", "empty"],
    ["Table ready", "plain"],
    ["Καλημέρα", "fits"],
    ["😀".repeat(40), "no_gain"],
  ])("%j: %s", (body, kind) => {
    expect(previewOf(body)).toEqual({ kind });
  });

  test("shows both texts with their segments, and what changed", () => {
    const preview = previewOf(GREEK);
    if (preview.kind !== "rewritten") throw new Error("It was not rewritten.");
    expect([preview.before.segments, preview.after.segments]).toEqual([2, 1]);
    expect(preview.before.stretches[0]).toEqual({ start: 0, text: "Καλημέρα", changed: true });
    expect(preview.before.stretches[1]).toMatchObject({ text: ", table 5. ", changed: false });
    expect(preview.after.stretches.map(({ text }) => text).join("")).not.toMatch(/[α-ω]/);
  });

  test("never loses or adds a character of what was written", () => {
    const text = fc.string({ unit: fc.constantFrom(..."αβΓé€ab 😀\n"), minLength: 60, maxLength: 200 });
    fc.assert(
      fc.property(text, (body) => {
        const preview = previewOf(body);
        if (preview.kind !== "rewritten") return;
        expect(preview.before.stretches.map((one) => one.text).join("")).toBe(body);
        expect(preview.after.segments).toBeLessThan(preview.before.segments);
      }),
    );
  });
});
