import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, it } from "vitest";
import { VERIFY_SAMPLE } from "./verify";

type IsFromTidings = (headers: Record<string, string>, body: string, secret: string) => boolean;

let folder: string;
let isFromTidings: IsFromTidings;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tidings-verify-"));
  const file = join(folder, "verify.mjs");
  writeFileSync(file, VERIFY_SAMPLE);
  ({ isFromTidings } = (await import(file)) as { isFromTidings: IsFromTidings });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const secret = `whsec_${Buffer.alloc(24, 1).toString("base64")}`;
const other = `whsec_${Buffer.alloc(24, 2).toString("base64")}`;
const body = '{"message":"Καλημέρα"}';

/** Headers as other people's implementation of Standard Webhooks signs them. */
function signed(secrets: string[], now = new Date()): Record<string, string> {
  return {
    "webhook-id": "evt_1",
    "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
    "webhook-signature": secrets.map((own) => new Webhook(own).sign("evt_1", now, body)).join(" "),
  };
}

it("takes what is signed after Standard Webhooks, also while the secret is being replaced", () => {
  expect(isFromTidings(signed([secret]), body, secret)).toBe(true);
  expect(isFromTidings(signed([other, secret]), body, secret)).toBe(true);
});

it("refuses another secret, another body, an old one and none", () => {
  expect(isFromTidings(signed([other]), body, secret)).toBe(false);
  expect(isFromTidings(signed([secret]), `${body} `, secret)).toBe(false);
  expect(isFromTidings(signed([secret], new Date(Date.now() - 600_000)), body, secret)).toBe(false);
  expect(isFromTidings({}, body, secret)).toBe(false);
});
