import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { closeDatabase } from "@/lib/platform/database";
import { GET as live } from "./live/route";
import { GET as ready } from "./route";

/** While the database is away: a process that is alive and not ready. */
beforeAll(() => {
  vi.stubEnv("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing");
  vi.stubEnv("SECRET_KEY", Buffer.alloc(32, 5).toString("base64"));
  vi.stubEnv("LOG_LEVEL", "silent");
});
afterAll(async () => {
  await closeDatabase();
  vi.unstubAllEnvs();
});

const ask = async (handler: typeof live) => {
  const answer = await handler(new Request("http://localhost:3000/api/health"), { params: Promise.resolve({}) });
  return { status: answer.status, body: (await answer.json()) as unknown };
};

test("it is alive", async () => {
  expect(await ask(live)).toEqual({ status: 200, body: { status: "ok", version: expect.any(String) } });
});

test("it is not ready", async () => {
  expect(await ask(ready)).toMatchObject({ status: 503, body: { status: "failing", database: "failing" } });
});
