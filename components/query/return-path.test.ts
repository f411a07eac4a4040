import { expect, it } from "vitest";
import { returnPath } from "./return-path";

it.each([
  [null, "/messages"],
  ["", "/messages"],
  ["/compose", "/compose"],
  ["/messages?status=Sent", "/messages?status=Sent"],
  ["//example.org", "/messages"],
  ["/\\example.org", "/messages"],
  ["/\t/example.org", "/messages"],
  ["https://example.org/", "/messages"],
  ["javascript:alert(1)", "/messages"],
])("%j leads to %s", (value, path) => {
  expect(returnPath(value)).toBe(path);
});
