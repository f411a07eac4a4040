import { randomInt } from "node:crypto";
import { z } from "zod";
import { type Asked, ok, type Reply } from "../exchange";
import { changeFaults, noFaults } from "../faults";
import type { Hostility } from "../hostility";
import type { Ledger } from "../ledger";
import type { Timers } from "../timers";
import type { TokenDesk } from "../tokens";
import { applicationView, changeApplication, changeBalance } from "./application-control";
import { given, problem } from "./given";
import { readLatest, readLedger } from "./ledger-view";
import { controlPage } from "./page";

/** At which a day takes 86 milliseconds. */
export const MAX_SPEED = 1_000_000;
const MAX_SEED = 2 ** 31;

const speedSchema = z.object({
  speed: z
    .number({ error: `a number above 0, at most ${MAX_SPEED}` })
    .positive()
    .max(MAX_SPEED),
});
const expireSchema = z.strictObject({ applicationId: z.string().optional() });

export interface ControlParts {
  ledger: Ledger;
  timers: Timers;
  desk: TokenDesk;
  hostility: Hostility;
  /** Forgets everything but the speed. */
  reset(): void;
}

/** What tests and people use to look into the sandbox and to steer it; null for everything that is not below /control. */
export function createControl({
  ledger,
  timers,
  desk,
  hostility,
  reset,
}: ControlParts): (asked: Asked) => Reply | null {
  const actions: Readonly<Record<string, (asked: Asked) => Reply>> = {
    "GET /control": () => controlPage,
    "GET /control/state": () => ok(state()),
    "GET /control/ledger": ({ query }) => readLedger(ledger, query),
    "GET /control/messages": ({ query }) => readLatest(ledger, query),
    "POST /control/speed": ({ json }) => given(speedSchema, json, ({ speed }) => setSpeed(speed)),
    "POST /control/faults": ({ json }) => {
      const changed = changeFaults(ledger.faults, json);
      if (!changed.ok) return problem(changed.problem);
      ledger.setFaults(changed.faults);
      hostility.restart();
      return ok(ledger.faults);
    },
    "DELETE /control/faults": () => {
      ledger.setFaults(noFaults(randomInt(MAX_SEED)));
      hostility.restart();
      return ok(ledger.faults);
    },
    "POST /control/applications": ({ json }) => changeApplication(ledger, desk, json),
    "POST /control/balance": ({ json }) => changeBalance(ledger, json),
    "POST /control/expire-tokens": ({ json }) =>
      given(expireSchema, json ?? {}, ({ applicationId }) => ok({ expired: desk.expire(applicationId) })),
    "POST /control/reset": () => {
      reset();
      return ok({ reset: true });
    },
  };

  function setSpeed(speed: number): Reply {
    const factor = speed / ledger.speed;
    ledger.setSpeed(speed, Date.now());
    timers.hurry(factor);
    return ok({ speed });
  }

  function state() {
    const { speed, faults, messages, campaigns, posted, applications } = ledger;
    const unfinished = messages.inOrder.filter((message) => !ledger.isFinished(message)).length;
    return {
      now: new Date().toISOString(),
      speed,
      counts: { taken: messages.inOrder.length, unfinished, campaigns: campaigns.size, posted: posted.length },
      faults,
      applications: [...applications.values()].map(applicationView),
    };
  }

  return (asked) => {
    const { method, path } = asked;
    if (path !== "/control" && !path.startsWith("/control/")) return null;
    const action = actions[`${method} ${path}`];
    return action ? action(asked) : { status: 404, body: { problem: `there is no ${method} ${path}` } };
  };
}
