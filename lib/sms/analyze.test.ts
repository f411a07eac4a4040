import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyze } from "./analyze";
import { countSegments } from "./segments";
import { anyText } from "./testing/arbitrary-text";

describe("analyze", () => {
  it("counts a GSM-7 body", () => {
    expect(analyze("Table ready")).toEqual({
      encoding: "GSM-7",
      characters: 11,
      units: 11,
      segments: 1,
      perSegment: 160,
      offenders: [],
    });
  });

  it("says what forces Unicode, and what transcoding would make of it", () => {
    const body = `It’s ready. ${"a".repeat(60)}`;
    expect(analyze(body, { transcode: true })).toEqual({
      encoding: "UCS-2",
      characters: 72,
      units: 72,
      segments: 2,
      perSegment: 67,
      offenders: [{ char: "’", name: "U+2019 RIGHT SINGLE QUOTATION MARK", index: 2 }],
      transcoded: { body: body.replace("’", "'"), segments: 1 },
    });
  });

  it.each<[what: string, body: string, options?: { transcode?: boolean }]>([
    ["it is not asked for", "α".repeat(200)],
    ["it is refused", "α".repeat(200), { transcode: false }],
    ["the body fits one segment", "α".repeat(70), { transcode: true }],
    ["the body is GSM-7", "a".repeat(200), { transcode: true }],
    ["it would save nothing", `😀${"ά".repeat(100)}`, { transcode: true }],
    ["the body is empty", "", { transcode: true }],
  ])("offers no transcoding when %s", (_, body, options) => {
    expect(analyze(body, options)).not.toHaveProperty("transcoded");
  });

  it("offers a transcoding only when it saves a segment, counted as it is sent", () => {
    fc.assert(
      fc.property(anyText, (body) => {
        const { segments, transcoded } = analyze(body, { transcode: true });
        if (transcoded === undefined) return;
        expect(transcoded.segments).toBeLessThan(segments);
        expect(countSegments(transcoded.body).segments).toBe(transcoded.segments);
      }),
    );
  });

  it("gives the same counts as countSegments", () => {
    fc.assert(
      fc.property(anyText, (body) => {
        const { offenders, ...counts } = analyze(body);
        expect(countSegments(body)).toMatchObject(counts);
        expect(offenders.length > 0).toBe(counts.encoding === "UCS-2");
      }),
    );
  });
});
