import { describe, expect, it } from "vitest";
import { offenders } from "@/lib/sms/offenders";
import { groupOffenders, markOffenders } from "./offender-groups";

const text = "It’s 🎉 it’s";

describe("groupOffenders", () => {
  it("lists each character once, with positions counted in characters", () => {
    expect(groupOffenders(text, offenders(text))).toEqual([
      { char: "’", name: expect.stringContaining("U+2019"), positions: [3, 10] },
      { char: "🎉", name: expect.stringContaining("U+1F389"), positions: [6] },
    ]);
  });
});

describe("markOffenders", () => {
  it("cuts the text at them and loses nothing", () => {
    const stretches = markOffenders(text, offenders(text));
    expect(stretches.map((stretch) => stretch.text).join("")).toBe(text);
    expect(stretches.filter((stretch) => stretch.off).map((stretch) => stretch.text)).toEqual(["’", "🎉", "’"]);
  });
  it("leaves a plain text whole", () => {
    expect(markOffenders("Hello", [])).toEqual([{ start: 0, text: "Hello", off: false }]);
    expect(markOffenders("", [])).toEqual([]);
  });
});
