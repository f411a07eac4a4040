import { describe, expect, test } from "vitest";
import { compared } from "./analyze-at-routee";

const GREEK = "ΚΑΛΗΜΕΡΑ ΣΑΣ ".repeat(7);

describe("compared", () => {
  test("agrees where both count alike, and keeps Routee's price and text", () => {
    const analysis = { parts: 2, unicode: true, characters: 91, transcode: { message: "KALHMEPA", parts: 1 } };
    expect(compared({ cost: "0.042", bodyAnalysis: analysis, raw: {} }, GREEK, true)).toEqual({
      parts: 2,
      unicode: true,
      characters: 91,
      cost: "0.042",
      transcoded: { body: "KALHMEPA", parts: 1 },
      agrees: true,
      differences: [],
    });
  });

  test("says each thing on which they differ", () => {
    const analysis = { parts: 3, unicode: false, transcode: { message: "x", parts: 2 } };
    expect(compared({ cost: null, bodyAnalysis: analysis, raw: {} }, GREEK, true).differences).toEqual([
      "Routee counts 3 segments where Tidings counts 2 segments.",
      "Routee encodes the text as GSM-7, Tidings as UCS-2.",
      "Transcoded, Routee counts 2 segments where Tidings counts 1 segment.",
    ]);
  });

  test("what Routee does not say is no difference, nor is a transcoding that is not asked for", () => {
    const analysis = { parts: 2, transcode: { message: "x", parts: 9 } };
    expect(compared({ cost: null, bodyAnalysis: analysis, raw: {} }, GREEK, false).agrees).toBe(true);
    expect(compared({ cost: null, bodyAnalysis: {}, raw: {} }, GREEK, true).agrees).toBe(true);
  });
});
