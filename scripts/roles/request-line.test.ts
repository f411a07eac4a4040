import { expect, test } from "vitest";
import { type FinishedRequest, lineFields, lineKind } from "./request-line";

const request: FinishedRequest = {
  requestId: "r",
  method: "POST",
  route: "/webhooks/routee/*",
  status: 200,
  ms: 12.4,
  whole: true,
  traceId: null,
};

test.each([
  [{}, "usual"],
  [{ status: 429 }, "usual"],
  [{ ms: 2_001 }, "slow"],
  [{ ms: 600_000, route: "/api/stream" }, "usual"],
  [{ status: 503 }, "failed"],
  [{ status: 503, route: "/api/health" }, "usual"],
  [{ status: 500, ms: 9_000 }, "failed"],
])("%o is %s", (difference, kind) => expect(lineKind({ ...request, ...difference })).toBe(kind));

test("a line tells what is worth telling", () => {
  const usual = { requestId: "r", method: "POST", route: "/webhooks/routee/*", status: 200, ms: 12 };
  expect(lineFields(request, 0)).toEqual(usual);
  expect(lineFields({ ...request, whole: false, traceId: "t" }, 7)).toEqual({
    ...usual,
    cutOff: true,
    traceId: "t",
    leftOut: 7,
  });
});
