import { readdirSync } from "node:fs";
import { sep } from "node:path";
import { expect, test } from "vitest";
import { hasOwnLimits, routeOf } from "./route-names";
import { SHORT_WAYS } from "./short-way";

test.each([
  ["/", "/"],
  ["/messages?q=1", "/messages"],
  ["/api/messages/01a20a1f-a0fe-7368-b124-58d9125f421c/events?after=3", "/api/messages/*/events"],
  ["/webhooks/routee/AZx-secret", "/webhooks/routee/*"],
  ["/sms/tracking/single/anything", "/sms/tracking/single/*"],
  ["/_next/static/chunks/a.js", "/_next/*"],
  ["/wp-admin/setup.php", "*"],
  ["//messages", "*"],
  ["/messages/", "*"],
  ["/apps/new", "/apps/new"],
  ["/apps/x/keys/y", "*"],
  ["/sms/anything/at/all", "/sms/*"],
  ["/sms/tracking/other/1", "/sms/*"],
  ["/docs/api", "/docs/api"],
  ["/docs/api/x/y", "/docs/api/*"],
  ["/api/auth/callback/credentials", "/api/auth/*"],
  ["/api/__proto__/x", "*"],
  [undefined, "/"],
])("%s is %s", (url, route) => expect(routeOf(url)).toBe(route));

test.each(SHORT_WAYS.map(({ route }) => route))("the short way to %s is called as its address is", (route) =>
  expect(routeOf(route.replaceAll("*", "x"))).toBe(route),
);

const FILES = readdirSync("app", { recursive: true, encoding: "utf8" })
  .filter((file) => /(^|[\\/])(page|route)\.tsx?$/.test(file))
  .map((file) => file.split(sep))
  .map((parts) => ({ file: parts.at(-1) ?? "", parts: parts.slice(0, -1).filter((part) => !part.startsWith("(")) }))
  .filter(({ parts }) => parts[0] !== "not-offered");

test("knows every address of ours", () => {
  for (const { parts } of FILES)
    expect(routeOf(`/${parts.map((part) => (part.startsWith("[") ? "x" : part)).join("/")}`)).toBe(
      `/${parts.map((part) => (part.startsWith("[") ? "*" : part)).join("/")}`,
    );
});

test("takes for doors what are route files, next-auth's apart", () => {
  for (const { file, parts } of FILES) {
    const route = routeOf(`/${parts.map((part) => (part.startsWith("[") ? "x" : part)).join("/")}`);
    expect([route, hasOwnLimits(route)]).toEqual([route, file.startsWith("route") && route !== "/api/auth/*"]);
  }
});

test("has few names, whatever callers put together of our words", () => {
  const words = ["api", "apps", "messages", "x", "keys", "live", "health", "sms", "tracking", "docs", ""];
  const names = new Set<string>();
  for (let i = 0; i < 200_000; i += 1) {
    const parts = Array.from({ length: (i % 6) + 1 }, (_, at) => words[Math.floor(i / 11 ** at) % words.length]);
    names.add(routeOf(`/${parts.join("/")}`));
  }
  expect(names.size).toBeLessThan(80);
});
