import { createHash } from "node:crypto";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { Script } from "node:vm";
import { expect, test } from "vitest";
import { onTestSandbox } from "./testing/on-test-sandbox";

const sandbox = onTestSandbox();

async function page() {
  const response = await fetch(`${sandbox.url}/control`);
  return { response, html: await response.text() };
}

const between = (html: string, tag: string) => new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(html)?.[1] ?? "";

test("is a page whose own script and style may run, and nothing else", async () => {
  const { response, html } = await page();
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  const policy = response.headers.get("content-security-policy") ?? "";
  for (const tag of ["script", "style"]) {
    const text = between(html, tag);
    expect(text.length).toBeGreaterThan(1_000);
    expect(policy).toContain(`${tag}-src 'sha256-${createHash("sha256").update(text).digest("base64")}'`);
  }
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(html).not.toMatch(/\b(src|href)=|@import|url\(/);
});

test("has a script that stands for itself", async () => {
  const script = between((await page()).html, "script");
  expect(() => new Script(script)).not.toThrow();
  expect(script).not.toContain("innerHTML");
  expect(script).not.toMatch(/__vite|import\(/);
});

test("has a label for every field, and a field for every fault", async () => {
  const { html } = await page();
  const fields = html.match(/<(input|select)\b/g) ?? [];
  const labelled = html.match(/<label[^>]*>[^<]*<(input|select)\b|<label class="check"><input/g) ?? [];
  expect(labelled).toHaveLength(fields.length);
  const { body } = await sandbox.control("GET", "state");
  const names = Object.entries(body.faults ?? {}).flatMap(([name, value]) =>
    typeof value === "object" && value !== null ? Object.keys(value).map((part) => `${name}.${part}`) : [name],
  );
  expect(names.length).toBeGreaterThan(10);
  for (const name of names.filter((one) => one !== "api" && one !== "rateLimit"))
    expect(html).toContain(`name="${name}"`);
});

test.each([{ host: "sandbox.example" }, { host: "localhost", origin: "https://elsewhere.example" }])(
  "is not there for %j",
  async (headers) => {
    const request = httpRequest({ port: sandbox.port, host: "127.0.0.1", path: "/control", headers });
    request.end();
    const [response] = await once(request, "response");
    response.resume();
    expect(response.statusCode).toBe(401);
  },
);
