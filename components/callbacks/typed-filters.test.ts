import { describe, expect, test } from "vitest";
import { readTyped } from "./typed-filters";

const ID = "019cad2f-4c00-7000-8000-0123456789ab";
const EMPTY = { from: "", until: "", messageId: "" };

describe("readTyped", () => {
  test("what is empty narrows nothing", () => {
    expect(readTyped(EMPTY)).toEqual({ ok: true, filters: {} });
  });

  test("times are by the reader's clock, ids without what came with them", () => {
    const typed = { from: "2026-03-02T09:00", until: "2026-03-02T10:00", messageId: ` ${ID.toUpperCase()}\n` };
    expect(readTyped(typed)).toEqual({
      ok: true,
      filters: {
        from: new Date("2026-03-02T09:00").toISOString(),
        until: new Date("2026-03-02T10:00").toISOString(),
        messageId: ID,
      },
    });
  });

  test.each([
    [{ from: null }, { from: expect.stringContaining("both whole") }],
    [{ until: "12026-03-02T09:00" }, { until: expect.any(String) }],
    [{ from: "0026-03-02T09:00" }, { from: "A year from 2000 to 2100." }],
    [{ from: "2026-03-02T09:00", until: "2026-03-02T09:00" }, { until: "Until must come after From." }],
    [{ messageId: "msg_1" }, { messageId: expect.stringContaining("36 characters") }],
    [
      { from: null, messageId: "x" },
      { from: expect.any(String), messageId: expect.any(String) },
    ],
  ])("%j names field and rule", (typed, errors) => {
    expect(readTyped({ ...EMPTY, ...typed })).toEqual({ ok: false, errors });
  });
});
