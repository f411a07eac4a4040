import { expect, test } from "vitest";
import { createStateCache } from "./state-cache";
import type { Foldable } from "./state-store";
import { beginFold } from "./status";

const fold = beginFold({ status: "Accepted", at: "", segment: null, parts: null, origin: "us" }, 1);
const state = (message_id: string, sequence = 1, default_strategy: string | null = null): Foldable => ({
  message_id,
  app_id: "app",
  callback_strategy: null,
  default_strategy,
  sequence,
  fold,
});

test("gives back what was put last, of the messages that were asked for", () => {
  const cache = createStateCache(10);
  cache.put([state("a", 1), state("b", 1)]);
  cache.put([state("a", 2)]);
  expect([...cache.get(["a", "c"])]).toEqual([["a", state("a", 2)]]);
});

test("forgets first what was written longest ago", () => {
  const cache = createStateCache(2);
  cache.put([state("a"), state("b")]);
  cache.put([state("a", 2)]);
  cache.put([state("c")]);
  expect([...cache.get(["a", "b", "c"]).keys()]).toEqual(["a", "c"]);
});

test("an app's default that was out of date is known of none of its messages until one is put again", () => {
  const cache = createStateCache(10);
  cache.put([state("a"), state("b")]);
  cache.drop(["a"]);
  expect(cache.get(["a", "b"]).size).toBe(0);
  cache.put([state("a", 2, "OnChange")]);
  expect(cache.get(["b"]).get("b")).toEqual(state("b", 1, "OnChange"));
});
