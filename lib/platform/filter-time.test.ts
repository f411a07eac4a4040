import { expect, test } from "vitest";
import { filterTimeSchema } from "./filter-time";

test.each([
  "2026-03-02T09:00:00Z",
  "2026-03-02T09:00:00+15:59",
  "2026-03-02T09:00:00.123456789-03:30",
  "1970-01-01T00:00:00Z",
])("%s is taken as it is", (given) => {
  expect(filterTimeSchema.parse(given)).toBe(given);
});

test.each([
  "0000-01-01T00:00:00Z",
  "1969-12-31T23:59:59Z",
  "9999-12-31T23:59:59-14:00",
  "2026-03-02T09:00:00+16:00",
  "2026-03-02T09:00:00-23:59",
  "2026-02-30T00:00:00Z",
  "now",
])("%s is refused", (given) => {
  expect(filterTimeSchema.safeParse(given).success).toBe(false);
});
