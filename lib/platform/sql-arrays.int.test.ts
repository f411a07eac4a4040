import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { onTestDatabase } from "@/scripts/testing/on-test-database";
import { pool } from "./database";
import { bools, ints, jsons, nth, texts, times, uuids } from "./sql-arrays";
import { storable } from "./storable";

onTestDatabase();

/** What PostgreSQL reads from an array, each value as its own text. */
async function readBack(type: string, array: Buffer): Promise<(string | null)[]> {
  const { rows } = await pool().query<{ value: string | null }>(
    `SELECT ${nth(1, type, "g.i")}::text AS value FROM generate_series(1, cardinality($1::${type}[])) AS g(i)`,
    [array],
  );
  return rows.map(({ value }) => value);
}

/** That it reads whatever is written, nulls and no values at all included. */
const reads = <T>(values: fc.Arbitrary<T>, check: (values: (T | null)[]) => Promise<void>) =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.option(values, { freq: 6 }), { maxLength: 80 }), async (given) => {
      await check(given);
    }),
    { numRuns: 60 },
  );

const anyText = fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)), maxLength: 300 });

describe("PostgreSQL reads what is written", () => {
  test("texts, with U+FFFD for what it cannot hold", () =>
    reads(anyText, async (values) =>
      expect(await readBack("text", texts(values))).toEqual(values.map((value) => value && storable(value))),
    ));

  test("texts longer than all that came before", async () => {
    const values = ["é".repeat(90_000), null, "", "x".repeat(200_000)];
    expect(await readBack("text", texts(values))).toEqual(values);
  });

  test("JSON", () => reads(fc.json(), async (values) => expect(await readBack("json", jsons(values))).toEqual(values)));

  test("ints", () =>
    reads(fc.integer(), async (values) =>
      expect(await readBack("int", ints(values))).toEqual(
        values.map((value) => (value === null ? null : String(value))),
      ),
    ));

  test("truth values", () =>
    reads(fc.boolean(), async (values) =>
      expect(await readBack("bool", bools(values))).toEqual(
        values.map((value) => (value === null ? null : String(value))),
      ),
    ));

  test("UUIDs, in either case", () =>
    reads(fc.tuple(fc.uuid(), fc.boolean()), async (given) => {
      const values = given.map((one) => one && (one[1] ? one[0].toUpperCase() : one[0]));
      expect(await readBack("uuid", uuids(values))).toEqual(values.map((value) => value?.toLowerCase() ?? null));
    }));

  test("times before and after its epoch, to the millisecond", () =>
    reads(fc.date({ min: new Date("1000-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }), async (dates) => {
      const values = dates.map((date) => date?.toISOString() ?? null);
      const read = await readBack("timestamptz", times(values));
      expect(read.map((value) => value && new Date(value).toISOString())).toEqual(values);
    }));
});
