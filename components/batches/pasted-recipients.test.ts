import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkPasted, readPasted } from "./pasted-recipients";

describe("readPasted", () => {
  test.each([
    ["nothing", " \n\n", []],
    ["numbers one per line", "+306900000001\r\n\n +30 690 000 0002 \n", ["+306900000001", "+30 690 000 0002"]],
    ["a number with a name behind it, which is none", "+306900000001, Ada", ["+306900000001, Ada"]],
    ["a heading alone", "to\n+306900000001", ["+306900000001"]],
  ])("%s", (_what, text, numbers) => {
    expect(readPasted(text).recipients.map(({ to }) => to)).toEqual(numbers);
  });

  test.each([",", ";", "\t"])("a table with columns between %j", (separator) => {
    const text = `\uFEFFname,To,code\nAda,+306900000001,7\n"Brown, ""Bob""\n2nd",+306900000002\n`.replaceAll(
      ",",
      separator,
    );
    expect(readPasted(text)).toEqual({
      columns: ["name", "code"],
      recipients: [
        { to: "+306900000001", variables: { name: "Ada", code: "7" } },
        { to: "+306900000002", variables: { name: `Brown${separator} "Bob"\n2nd`, code: "" } },
      ],
    });
  });

  test("reads anything", () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (text, table) => {
        const { recipients } = readPasted(table ? `to,name\n${text}` : text);
        expect(recipients.every(({ to }) => typeof to === "string")).toBe(true);
      }),
    );
  });
});

describe("checkPasted", () => {
  const { recipients } = readPasted("to,name\n+306900000001,Ada\n+306900000001,Bob\n12,Carl");

  test("counts who gets the text, and tells who does not", () => {
    expect(checkPasted(recipients, "Hi {{name}}")).toEqual({
      valid: 1,
      rejected: [
        { row: 2, to: "+306900000001", code: "duplicate" },
        { row: 3, to: "12", code: "invalid_number" },
      ],
    });
    expect(checkPasted(recipients, "Hi {{nick}}").valid).toBe(0);
  });

  test("without a text looks at the numbers alone", () => {
    expect(checkPasted(recipients, "").valid).toBe(1);
  });
});
