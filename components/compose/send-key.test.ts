import { describe, expect, it } from "vitest";
import { keyAfter, keyAfterEdit, newKey, outcomeOf } from "./send-key";

const open = { key: "k1", refused: false };

describe("the idempotency key", () => {
  it("stays while the outcome is open, also through edits", () => {
    const after = keyAfterEdit(keyAfter(open, "open", "k2"), "k3");
    expect(after.key).toBe("k1");
  });
  it("is renewed by the first edit after a refusal, and only by that", () => {
    const refused = keyAfter(open, "refused", "k2");
    expect(refused.key).toBe("k1");
    const edited = keyAfterEdit(refused, "k3");
    expect(edited).toEqual({ key: "k3", refused: false });
    expect(keyAfterEdit(edited, "k4")).toBe(edited);
  });
  it("is renewed by a success", () => {
    expect(keyAfter(open, "accepted", "k2")).toEqual({ key: "k2", refused: false });
  });
  it("is long and never twice the same", () => {
    expect(newKey()).toMatch(/^[0-9a-f]{32}$/);
    expect(newKey()).not.toBe(newKey());
  });
});

it.each([
  [422, "refused"],
  [404, "refused"],
  [401, "refused"],
  [429, "refused"],
  [408, "open"],
  [409, "open"],
  [500, "open"],
  [503, "open"],
  [null, "open"],
])("an answer of %j leaves the message %s", (status, outcome) => {
  expect(outcomeOf(status)).toBe(outcome);
});
