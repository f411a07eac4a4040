import { describe, expect, test } from "vitest";
import { localValue, momentOf } from "./local-value";

describe("datetime-local fields", () => {
  test.each(["2026-03-02T09:00", "2026-07-02T23:59:30"])("%s goes to a moment and back", (value) => {
    const moment = momentOf(value);
    expect(moment).toMatch(/Z$/);
    expect(localValue(Date.parse(moment ?? ""))).toBe(value);
  });

  test.each(["", "yesterday", "2026-13-02T09:00"])("%j means no moment", (value) => {
    expect(momentOf(value)).toBeNull();
  });
});
