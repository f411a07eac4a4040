import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isRejection, recipientChecker } from "./check-recipients";
import { templateOf } from "./placeholders";

const PLAIN = templateOf("Table ready", "batch");
const NAMED = templateOf("Hi {{name}}", "batch");
const TO = "+306900000001";

describe("recipientChecker", () => {
  test.each([
    ["E.164", { to: TO }],
    ["spaced", { to: " +30 690-000 (0001) " }],
    ["with what cannot be seen", { to: `\u202A${TO}\u202C` }],
    ["with variables that the text has no place for", { to: TO, variables: { name: "Ada" } }],
    ["without variables", { to: TO, variables: null }],
  ])("takes a number: %s", (_what, input) => {
    expect(recipientChecker(PLAIN)(input, 1)).toEqual({ row: 1, to: TO, variables: null });
  });

  test.each([
    ["a number alone", TO, TO, "invalid_recipient"],
    ["null", null, "null", "invalid_recipient"],
    ["a list", [TO], `["${TO}"]`, "invalid_recipient"],
    ["another field", { to: TO, name: "Ada" }, TO, "unknown_field"],
    ["no number", {}, "", "invalid_number"],
    ["a number that is no text", { to: 306900000001 }, "306900000001", "invalid_number"],
    ["a local number", { to: "6900000001" }, "6900000001", "invalid_number"],
    ["a number that no country has", { to: "+30123" }, "+30123", "invalid_number"],
    ["a very long text", { to: "x".repeat(1_000) }, "x".repeat(40), "invalid_number"],
    ["what cannot be stored", { to: "a\u0000\uD800" }, "a\uFFFD\uFFFD", "invalid_number"],
    ["variables as a list", { to: TO, variables: ["Ada"] }, TO, "invalid_variables"],
    ["a variable that is an object", { to: TO, variables: { name: {} } }, TO, "invalid_variables"],
    ["a variable that is null", { to: TO, variables: { name: null } }, TO, "invalid_variables"],
    ["a variable too few", { to: TO, variables: { Name: "Ada" } }, TO, "missing_variable"],
    ["a text too long", { to: TO, variables: { name: "x".repeat(1_598) } }, TO, "body_too_long"],
    ["a NUL", { to: TO, variables: { name: "\u0000" } }, TO, "invalid_character"],
    ["half a character", { to: TO, variables: { name: "\uD83D" } }, TO, "invalid_character"],
  ])("leaves out %s", (_what, input, to, code) => {
    expect(recipientChecker(NAMED)(input, 7)).toEqual({ row: 7, to, code });
  });

  test("leaves out a text that is empty", () => {
    const check = recipientChecker(templateOf("{{text}}", "batch"));
    expect(check({ to: TO, variables: { text: " " } }, 1)).toMatchObject({ code: "body_empty" });
  });

  test("counts characters, not halves of them", () => {
    const check = recipientChecker(NAMED);
    expect(isRejection(check({ to: TO, variables: { name: "😀".repeat(1_597) } }, 1))).toBe(false);
    expect(check({ to: "+306900000002", variables: { name: "😀".repeat(1_598) } }, 2)).toMatchObject({
      code: "body_too_long",
    });
  });

  test("takes a number once, however it is written, and again when its first row was left out", () => {
    const check = recipientChecker(NAMED);
    expect(check({ to: TO }, 1)).toMatchObject({ code: "missing_variable" });
    expect(check({ to: TO, variables: { name: 7 } }, 2)).toEqual({ row: 2, to: TO, variables: { name: "7" } });
    expect(check({ to: "+30 690 000 0001", variables: { name: "Ada" } }, 3)).toMatchObject({
      code: "duplicate",
      to: TO,
    });
  });

  test("keeps only variables that the text needs, also one named like something of every object", () => {
    const check = recipientChecker(templateOf("{{toString}} {{name}}", "batch"), { name: "guest" });
    expect(check({ to: TO, variables: { a: "1" } }, 1)).toMatchObject({ code: "missing_variable" });
    expect(check({ to: TO, variables: { toString: "x", a: "1" } }, 2)).toEqual({
      row: 2,
      to: TO,
      variables: { toString: "x" },
    });
  });

  test("answers for anything, and never accepts a number twice", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.anything(), fc.record({ to: fc.constantFrom(TO, "+306900000002") }))),
        (inputs) => {
          const check = recipientChecker(PLAIN);
          const results = inputs.map((input, at) => check(input, at + 1));
          const accepted = results.flatMap((one) => (isRejection(one) ? [] : [one.to]));
          expect(new Set(accepted).size).toBe(accepted.length);
          expect(results.map(({ row }) => row)).toEqual(inputs.map((_, at) => at + 1));
        },
      ),
    );
  });
});
