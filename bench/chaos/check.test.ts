import { describe, expect, test } from "vitest";
import { callbackProblems, type StoredCallback } from "../support/callback-check";
import type { Received } from "../support/receivers";
import { submitProblems } from "./check";
import type { Submit } from "./submits";

/** A comparison that finds nothing proves something only when it can find something. */

describe("of callers and what is stored", () => {
  const submit = (of: Partial<Submit>): Submit => ({ body: "Chaos 1", careful: false, tries: 1, id: null, ...of });
  test.each<[string, Partial<Submit>, string[], RegExp | null]>([
    ["accepted and stored once", { id: "m-1" }, ["m-1"], null],
    ["without an answer and not stored", {}, [], null],
    ["without an answer and stored once", {}, ["m-1"], null],
    ["accepted and gone", { id: "m-1" }, [], /accepted as m-1 and is not stored/],
    ["accepted under another id", { id: "m-1" }, ["m-2"], /accepted as m-1 and is not stored/],
    ["stored twice", { id: "m-1" }, ["m-1", "m-2"], /stored 2 times/],
    ["never accepted, though asked for again and again", { careful: true }, ["m-1"], /never accepted/],
  ])("%s", (_, of, ids, problem) => {
    const found = submitProblems([submit(of)], new Map(ids.length > 0 ? [["Chaos 1", ids]] : []));
    expect(found).toEqual(problem ? [expect.stringMatching(problem)] : []);
  });

  test("stored, and nobody asked for it", () =>
    expect(submitProblems([], new Map([["Probe", ["m-1"]]]))).toEqual([expect.stringMatching(/nobody asked for it/)]));
});

describe("of callbacks and what arrived", () => {
  const stored = [1, 2].map(
    (sequence): StoredCallback => ({
      id: `c-${sequence}`,
      message_id: "m",
      sequence,
      body: `{"sequence":${sequence}}`,
      status: "delivered",
      kind: "good",
    }),
  );
  const came = (sequence: number, of: Partial<Received> = {}): Received => ({
    path: "/good",
    id: `c-${sequence}`,
    body: `{"sequence":${sequence}}`,
    status: 200,
    ...of,
  });
  test.each<[string, Received[], RegExp[]]>([
    ["once each, in order", [came(1), came(2)], []],
    ["an earlier one again", [came(1), came(2), came(1)], []],
    ["after an attempt that failed", [came(1, { status: 500 }), came(1), came(2)], []],
    ["one that never came", [came(1)], [/c-2 counts as delivered and was not/]],
    ["a later one first", [came(2), came(1)], [/c-2 came before c-1/]],
    ["a later one before the earlier one was taken", [came(1, { status: 500 }), came(2), came(1)], [/c-2 came before/]],
    ["other bytes", [came(1, { body: "{}" }), came(2)], [/another body than is stored/]],
    ["one that nobody wrote", [came(1), came(2), came(3)], [/no callback of ours/]],
  ])("%s", (_, received, problems) =>
    expect(callbackProblems(received, stored)).toEqual(problems.map((problem) => expect.stringMatching(problem))),
  );
});
