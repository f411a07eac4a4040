import { Client } from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { pool, transaction } from "./database";
import { flushWakes, wake } from "./wake";

onTestDatabase();

const CHANNEL = "tidings_test";
let listener: Client;
let heard: number[];
beforeEach(async () => {
  heard = [];
  listener = new Client({ connectionString: process.env.DATABASE_URL });
  await listener.connect();
  await listener.query(`LISTEN ${CHANNEL}`);
  listener.on("notification", () => heard.push(performance.now()));
});
afterEach(async () => {
  await flushWakes();
  await listener.end();
});

test("who listens is woken once a transaction has committed, and not before", async () => {
  let held = 0;
  await transaction(async (sql) => {
    wake(sql, CHANNEL);
    // Whatever else is woken is sent long before this one.
    wake(pool(), "tidings_other");
    await flushWakes();
    await listener.query("SELECT 1");
    held = heard.length;
  });
  await expect.poll(() => heard.length).toBe(1);
  expect(held).toBe(0);
});

test("nobody is woken for a transaction that was rolled back", async () => {
  await expect(
    transaction(async (sql) => {
      wake(sql, CHANNEL);
      throw new Error("changed its mind");
    }),
  ).rejects.toThrow("changed its mind");
  await flushWakes();
  await listener.query("SELECT 1");
  expect(heard).toEqual([]);
});

test("many at once share few, and the last one comes after all of them", async () => {
  let last = 0;
  for (let i = 0; i < 200; i += 1) {
    wake(pool(), CHANNEL);
    await pool().query("SELECT 1");
    last = performance.now();
  }
  wake(pool(), CHANNEL);
  await expect.poll(() => (heard.at(-1) ?? 0) >= last).toBe(true);
  expect(heard.length).toBeLessThan(150);
});
