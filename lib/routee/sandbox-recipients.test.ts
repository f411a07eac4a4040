import { isValidPhoneNumber } from "libphonenumber-js/min";
import { describe, expect, test } from "vitest";
import { behaviourOf, SANDBOX_RECIPIENTS } from "./sandbox-recipients";

describe("the sandbox's recipients", () => {
  test.each(SANDBOX_RECIPIENTS.map((entry) => [entry.example, entry] as const))(
    "%s can be sent to",
    (example, entry) => {
      expect(isValidPhoneNumber(example)).toBe(true);
      expect(example.endsWith(entry.ending)).toBe(true);
      expect(behaviourOf(example)).toBe(entry);
      expect(entry.explanation).toMatch(/\.$/);
    },
  );

  test("no ending stands twice", () => {
    expect(new Set(SANDBOX_RECIPIENTS.map(({ ending }) => ending)).size).toBe(SANDBOX_RECIPIENTS.length);
  });

  test("each documented reason for not delivering has its recipient", () => {
    const reasons = SANDBOX_RECIPIENTS.filter(({ outcome }) => outcome === "undelivered").map((e) => e.detailedStatus);
    expect(reasons.sort()).toEqual(
      [
        "Call Barred",
        "Carrier Violation",
        "Expired",
        "Roaming",
        "Undelivered on Handset",
        "Unknown Number",
        "Unknown Status",
      ].sort(),
    );
  });

  test.each(["+306912345610", "+4915112345651", "+306900000099", "", "nonsense"])("%j is delivered", (to) => {
    expect(behaviourOf(to).outcome).toBe("delivered");
  });
});
