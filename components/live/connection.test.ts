import { expect, it } from "vitest";
import { pollDelay, reconnectDelay, stateAfter } from "./connection";

it.each([
  [1, "reconnecting"],
  [2, "reconnecting"],
  [3, "polling"],
  [9, "polling"],
])("after %d failures it is %s", (failures, state) => {
  expect(stateAfter(failures)).toBe(state);
});

it.each([
  [1, 0, 1_000],
  [1, 1, 500],
  [3, 0, 4_000],
  [20, 0, 30_000],
  [20, 1, 15_000],
])("after %d failures and with chance %d it waits %d ms", (failures, random, ms) => {
  expect(reconnectDelay(failures, random)).toBe(ms);
});

it.each([
  [20, 0, 2_000],
  [20, 1, 3_000],
  [20, 50, 15_000],
  [5_000, 0, 20_000],
])("an answer in %d ms and %d quiet rounds make it wait %d ms", (responseMs, quiet, ms) => {
  expect(pollDelay(responseMs, quiet)).toBe(ms);
});
