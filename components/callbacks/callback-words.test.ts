import { describe, expect, test } from "vitest";
import { answerWords, lastAnswer, shortAddress, toldBy, triggerWords } from "./callback-words";

const attempt = {
  at: "2026-03-02T09:00:00.000Z",
  trigger: "auto",
  person: null,
  httpStatus: 200,
  durationMs: 20,
  problem: null,
  responseExcerpt: null,
} as const;

describe("callbacks in words", () => {
  test("the last attempt, or why there is none", () => {
    expect(lastAnswer({ attempts: [], status: "pending" })).toBe("Not tried yet");
    expect(lastAnswer({ attempts: [], status: "held" })).toBe("Held back, not tried");
    const failed = { ...attempt, httpStatus: 500, problem: "The receiver answered 500." };
    expect(lastAnswer({ attempts: [failed, attempt], status: "delivered" })).toBe("Answered 200");
    expect(answerWords(failed)).toBe("The receiver answered 500.");
  });

  test("who asked", () => {
    expect(triggerWords(attempt)).toBe("By itself");
    expect(triggerWords({ trigger: "manual", person: "ada@example.com" })).toBe("Retried by ada@example.com");
  });

  test("what is told", () => {
    expect(toldBy('{"status":{"name":"Sent"},"to":"+306900000001"}')).toEqual({ status: "Sent", to: "+306900000001" });
    expect(toldBy("[]")).toBeNull();
    expect(toldBy('{"status":"Sent","to":1}')).toBeNull();
  });

  test("addresses, shorter", () => {
    expect(shortAddress("https://example.com/")).toBe("example.com");
    expect(shortAddress("http://example.com/a?b")).toBe("http://example.com/a?b");
  });
});
