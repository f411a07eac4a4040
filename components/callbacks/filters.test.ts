import { describe, expect, test } from "vitest";
import { filtersOf, queryOf } from "./filters";

describe("the filters of callbacks", () => {
  test("live in the address and come back from it", () => {
    const filters = { appId: "01a01234-5678-7abc-8def-0123456789ab", status: "failed", httpStatus: 503 } as const;
    expect(filtersOf(new URLSearchParams(queryOf(filters)))).toEqual(filters);
    expect(queryOf({})).toBe("");
  });

  test("leave out what makes no sense", () => {
    expect(filtersOf(new URLSearchParams("appId=x&status=lost&httpStatus=99&messageId="))).toEqual({});
  });
});
