import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Fold, type Observation, seenHash } from "./fold";
import { packFold, type StoredFold, unpackFold } from "./fold-codec";
import { beginFold, observe } from "./status";
import { observationOf, restOf } from "./stored-observation";

const at = (second: number) => new Date(Date.UTC(2026, 2, 2, 9, 15, second)).toISOString();
const ACCEPTED: Observation = { origin: "us", status: "Accepted", at: at(0), segment: null, parts: null };

/** Any words, those among them that are numbers or look like parts of the form. */
const word = fc.oneof(fc.constantFrom("Sent", "Delivered", "Undelivered", "-1", "0", ""), fc.string());
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
const known = fc.constantFrom("Queued", "Sent", "Delivered", "Failed");
const more = {
  at: fc.integer({ min: 0, max: 9 }).map(at),
  segment: maybe(fc.integer({ min: 1, max: 12 })),
  parts: maybe(fc.integer({ min: 1, max: 12 })),
  reason: maybe(fc.record({ detailedStatus: word, description: word })),
  smsId: maybe(word),
  price: maybe(fc.constantFrom("0", "0.042", "12.5")),
  trackingId: maybe(word),
  country: maybe(word),
  operator: maybe(word),
  latency: maybe(fc.integer({ min: -1, max: 90 })),
};
const observation: fc.Arbitrary<Observation> = fc.oneof(
  fc.record({ origin: fc.constantFrom("us", "answer"), status: known, ...more }),
  // Words that we do not know come only from Routee.
  fc.record({ origin: fc.constantFrom("report", "note"), status: fc.oneof(known, word), ...more }),
);

const throughJson = (kept: StoredFold) => JSON.parse(JSON.stringify(kept)) as StoredFold;
const foldOf = (observations: readonly Observation[]): Fold =>
  observations.reduce((fold, one) => observe(fold, one).fold, beginFold(ACCEPTED, 1));

describe("a fold as it is kept", () => {
  test("is the same fold again, whatever was observed", () => {
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 12 }), (observations) => {
        const fold = foldOf(observations);
        expect(unpackFold(throughJson(packFold(fold)))).toEqual(fold);
      }),
    );
  });

  test("takes less than half of its own JSON", () => {
    const description = "A description of some length, as Routee's have.";
    const fold = foldOf(
      ["Queued", "Sent", "Delivered"].map((status, index) => ({
        origin: "report",
        status,
        at: at(index + 1),
        segment: 1,
        parts: 1,
        reason: { detailedStatus: status, description },
        smsId: "sms-01920000-0000-7000-8000-000000000001",
        price: "0.042",
        trackingId: "tracking-01920000-0000-7000-8000-000000000001",
        country: "GR",
        operator: "Cosmote",
        latency: 3,
      })),
    );
    expect(JSON.stringify(packFold(fold)).length).toBeLessThan(JSON.stringify(fold).length / 2);
  });

  test("is read where it was kept as its own JSON, with what was seen in full", () => {
    const fold = foldOf([{ ...ACCEPTED, origin: "report", status: "Sent", at: at(2), segment: 1, parts: 1 }]);
    const before = { ...fold, seen: [`us|0|Accepted|${at(0)}|`, `report|1|Sent|${at(2)}|`] } as unknown as StoredFold;
    expect(unpackFold(before)).toEqual(fold);
  });

  test("is refused in a form that is not known, or when something is missing", () => {
    expect(() => unpackFold([2, []] as unknown as StoredFold)).toThrow("form 2");
    const kept = packFold(beginFold(ACCEPTED, 1)) as unknown as unknown[];
    expect(() => unpackFold(kept.slice(0, 5) as unknown as StoredFold)).toThrow("no number at 5");
    expect(() => unpackFold([1, [], ...kept.slice(2)] as unknown as StoredFold)).toThrow("no text 0");
  });
});

describe("what was seen", () => {
  test("has a name of 11 characters, another for every other text", () => {
    const texts = Array.from({ length: 20_000 }, (_, index) => `report|${index % 7}|Sent|${at(index)}|${index}`);
    const hashes = new Set(texts.map(seenHash));
    expect(hashes.size).toBe(texts.length);
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-z]{11}$/);
    expect(seenHash("")).toMatch(/^[0-9a-z]{11}$/);
  });
});

describe("an observation as it is kept with its event", () => {
  test("is the same again, with what the event's columns say", () => {
    fc.assert(
      fc.property(observation, (one) => {
        const row = {
          status: one.status,
          at: new Date(one.at),
          segment: one.segment,
          sms_id: one.smsId ?? null,
          reason_status: one.reason?.detailedStatus ?? null,
          reason_description: one.reason?.description ?? null,
        };
        const rest = JSON.parse(JSON.stringify(restOf(one)));
        // Left out and nothing are the same; a text without a character says nothing either.
        const plain = (value: Observation) =>
          Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null && each !== ""));
        expect(plain(observationOf({ ...row, observation: rest }))).toEqual(plain(one));
        // As events before kept it: all of it.
        expect(plain(observationOf({ ...row, observation: one }))).toEqual(plain(one));
      }),
    );
  });
});
