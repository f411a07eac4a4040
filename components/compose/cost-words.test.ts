import { expect, test } from "vitest";
import { costWords } from "./cost-words";

const analysis = {
  parts: 3,
  unicode: true,
  characters: 80,
  cost: "0.042",
  transcoded: null,
  agrees: true,
  differences: [],
};

test("the price of a text in words", () => {
  expect(costWords(analysis, false)).toBe("Routee: 0.126 for 3 segments, 0.042 each.");
  expect(costWords({ ...analysis, transcoded: { body: "A", parts: 1 } }, true)).toBe("Routee: 0.042 for 1 segment.");
  expect(costWords({ ...analysis, transcoded: { body: "A", parts: 1 } }, false)).toContain("3 segments");
  expect(costWords({ ...analysis, parts: null }, false)).toBe("Routee: 0.042 a segment.");
  expect(costWords({ ...analysis, cost: null }, false)).toBeNull();
});
