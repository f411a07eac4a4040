import { readdirSync } from "node:fs";
import { sep } from "node:path";
import { expect, test } from "vitest";
import { routeOf } from "./route-names";

test.each([
  ["/", "/"],
  ["/messages?q=1", "/messages"],
  ["/api/messages/01a20a1f-a0fe-7368-b124-58d9125f421c/events?after=3", "/api/messages/*/events"],
  ["/webhooks/routee/AZx-secret", "/webhooks/routee/*"],
  ["/sms/tracking/single/anything", "/sms/tracking/single/*"],
  ["/_next/static/chunks/a.js", "/_next/*"],
  ["/wp-admin/setup.php", "*"],
  ["//messages", "//messages"],
  [undefined, "/"],
])("%s is %s", (url, route) => expect(routeOf(url)).toBe(route));

test("has words for every address of ours", () => {
  const addresses = readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|[\\/])(page|route)\.tsx?$/.test(file))
    .map((file) => file.split(sep).slice(0, -1))
    .map((parts) => parts.filter((part) => !part.startsWith("(")))
    .filter((parts) => parts[0] !== "not-offered");
  for (const parts of addresses)
    expect(routeOf(`/${parts.map((part) => (part.startsWith("[") ? "x" : part)).join("/")}`)).toBe(
      `/${parts.map((part) => (part.startsWith("[") ? "*" : part)).join("/")}`,
    );
});
