import { describe, expect, test } from "vitest";
import { explainDetail, explainDetailedStatus, explainErrorCode, explainStatus } from "./reasons";

describe("statuses in plain words", () => {
  test.each(["Queued", "Sent", "Delivered", "Undelivered", "Failed", "Unsent"])("%s is explained", (status) => {
    const { title, sentence, cost, whatToDo } = explainStatus(status);
    expect(cost).toMatch(/\.$/);
    expect(title.length).toBeGreaterThan(2);
    expect(sentence).toMatch(/\.$/);
    expect(whatToDo).toMatch(/\.$/);
    expect(sentence).not.toContain("documentation");
  });

  test.each(["Teleported", "constructor", "__proto__", ""])(
    "the undocumented word %j is named, not hidden",
    (status) => {
      expect(explainStatus(status).title).toBe(status);
      expect(explainStatus(status).sentence).toContain(`“${status}”`);
    },
  );
});

describe("detailed statuses", () => {
  test.each([
    "Sent",
    "Delivered",
    "Undelivered",
    "Failed",
    "Undelivered on Handset",
    "Unknown Number",
    "Roaming",
    "Call Barred",
    "Unknown Status",
    "Carrier Violation",
    "Expired",
    "DND Error Code 71",
  ])("%s is explained", (detailed) => {
    const explained = explainDetail(detailed);
    expect(explained?.sentence).toBe(explainDetailedStatus(detailed));
    for (const words of [explained?.sentence, explained?.cost, explained?.whatToDo]) expect(words).toMatch(/\.$/);
  });

  test.each(["", "toString", "Something new"])("%j is not", (detailed) => {
    expect(explainDetailedStatus(detailed)).toBeNull();
    expect(explainDetail(detailed)).toBeNull();
  });
});

test("error codes: documented ones are explained, others are not", () => {
  expect(explainErrorCode("400001009")).toContain("balance");
  expect(explainErrorCode("403000000")).toContain("right");
  expect(explainErrorCode("999999999")).toBeNull();
  expect(explainErrorCode("valueOf")).toBeNull();
});
