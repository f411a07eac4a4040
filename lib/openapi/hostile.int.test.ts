import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { PROPERTY, TIME } from "@/scripts/testing/property-runs";
import { openApiDocument } from "./document";
import type { Operation } from "./operation";
import { OPERATIONS } from "./operations";
import { type Asked, described } from "./testing/ask";
import { faultsOf, strangersIn } from "./testing/faults";
import { givenInhabitedApp, type InhabitedApp } from "./testing/given-app";
import { classicRequests, hostileRequests } from "./testing/hostile-requests";
import { onServedRoutes, sentIn } from "./testing/served";

/**
 * Whatever is sent to an operation, its answer is one that the document knows, says nothing of our inside, and holds
 * nothing of another app's.
 */
const served = onServedRoutes();
const document = openApiDocument("http://localhost:3000", "1.2.3");

let other: InhabitedApp;
beforeAll(async () => {
  other = await givenInhabitedApp("Stranger", served.accountId, served.receiver.url);
});

/** What lets requests in: a person's session sees all apps, an API key its own. */
function welcomes({ auth, tag }: Operation, own: InhabitedApp): Record<string, string>[] {
  const key = { authorization: `Bearer ${own.keys.all}` };
  if (auth === "session") return [{ cookie: served.cookie }];
  return tag === "Routee-compatible" ? [key] : [key, { cookie: served.cookie }];
}

async function expectNoFaults(operation: Operation, asked: Asked): Promise<void> {
  const answer = await served.ask(asked);
  const seesAll = asked.headers.cookie === served.cookie;
  const faults = [
    ...faultsOf(document, operation, answer),
    ...(seesAll ? [] : strangersIn(answer, other.marks, sentIn(asked))),
  ];
  expect(faults, described(asked)).toEqual([]);
}

describe("what is known to break things breaks nothing, in no place of a request:", () => {
  test.each(OPERATIONS.map((operation) => [operation.id, operation] as const))("%s", TIME, async (_, operation) => {
    const own = await givenInhabitedApp("Attacker", served.accountId, served.receiver.url);
    const [welcome = {}] = welcomes(operation, own);
    for (const asked of classicRequests(operation, { samples: own.samples, welcome, ids: [] }))
      await expectNoFaults(operation, asked);
  });
});

describe("whatever is sent to it, the answer is one of the document's:", () => {
  test.each(OPERATIONS.map((operation) => [operation.id, operation] as const))("%s", TIME, async (_, operation) => {
    const own = await givenInhabitedApp("Attacker", served.accountId, served.receiver.url);
    const ids = [...own.ids, ...other.ids];
    const requests = fc.oneof(
      ...welcomes(operation, own).map((welcome) => hostileRequests(operation, { samples: own.samples, welcome, ids })),
    );
    await fc.assert(
      fc.asyncProperty(requests, async (asked) => {
        await expectNoFaults(operation, asked);
      }),
      PROPERTY,
    );
  });
});
