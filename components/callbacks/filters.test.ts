import { describe, expect, test } from "vitest";
import { filtersOf, queryOf } from "./filters";

describe("the filters of callbacks", () => {
  test("live in the address and come back from it", () => {
    const filters = {
      appId: "01a01234-5678-7abc-8def-0123456789ab",
      messageId: "01a01234-5678-7abc-8def-0123456789ac",
      status: "failed",
      httpStatus: 503,
      from: "2026-03-02T09:00:00.000Z",
      until: "2026-03-02T11:00:00+02:00",
    } as const;
    expect(filtersOf(new URLSearchParams(queryOf(filters)))).toEqual(filters);
    expect(queryOf({})).toBe("");
  });

  test("leave out what makes no sense", () => {
    expect(
      filtersOf(new URLSearchParams("appId=x&status=lost&httpStatus=99&messageId=&from=yesterday&until=2026-03-02")),
    ).toEqual({});
  });
});
