import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { post } from "../support/post";

/** Steady load: messages through our own address and Routee's, from careful programs and from careless ones. */

const DOORS = {
  "/api/messages": { accepted: 202, shape: z.object({ id: z.uuid() }).transform(({ id }) => id) },
  "/sms": { accepted: 200, shape: z.object({ trackingId: z.uuid() }).transform(({ trackingId }) => trackingId) },
} as const;

/** What one caller wanted sent, and what it knows of it. */
export interface Submit {
  /** No other submit has this text. */
  body: string;
  /** Sends an Idempotency-Key and asks again until it is accepted; others ask once. */
  careful: boolean;
  tries: number;
  /** As it was told with success; null where no such answer came. */
  id: string | null;
}

/** Callers at work. */
export interface Load {
  submits: Submit[];
  /** How often each status was answered; 0 stands for no answer. */
  statuses: Map<number, number>;
  /** Answers that should not be. */
  problems: string[];
  /** Nothing new comes, and careful callers are waited for. */
  stop(): Promise<void>;
}

/** Recipients that end by themselves, most of them well, by the ending of their number (docs/sandbox.md). */
const ENDINGS = [
  ...Array.from({ length: 24 }, () => "01"),
  ...["10", "20", "22", "23", "33", "34", "36", "37", "40", "41", "51", "53", "55", "61", "63", "71"],
];
const AGAIN_MS = 500;
/** Callers who wait for an answer at most; beyond, nothing new begins. */
const MOST_WAITING = 200;

/** @param options.deadline of `performance.now()`, after which careful callers give up, which is a problem. */
export function startLoad(options: {
  url: string;
  key: string;
  perSecond: number;
  chance: () => number;
  deadline: number;
}): Load {
  const { url, key, chance } = options;
  const load = { submits: [] as Submit[], statuses: new Map<number, number>(), problems: [] as string[] };
  const waiting = new Set<Promise<void>>();

  function begin(): void {
    if (waiting.size >= MOST_WAITING) return;
    const door = chance() < 0.5 ? "/api/messages" : "/sms";
    const ending = ENDINGS[Math.floor(chance() * ENDINGS.length)] ?? "01";
    const body = `Chaos ${load.submits.length}${chance() < 0.2 ? " and more".repeat(25) : ""}`;
    const submit: Submit = { body, careful: chance() < 0.75, tries: 0, id: null };
    const own = `chaos-${load.submits.push(submit)}`;
    const done = send(submit, own, door, `+3069000000${ending}`).finally(() => waiting.delete(done));
    waiting.add(done);
  }

  async function send(submit: Submit, own: string, door: keyof typeof DOORS, to: string): Promise<void> {
    const headers = {
      authorization: `Bearer ${key}`,
      ...(submit.careful ? { "idempotency-key": own } : {}),
    };
    do {
      submit.tries += 1;
      const answer = await post(`${url}${door}`, headers, { to, body: submit.body, from: "Tidings" });
      const status = answer?.status ?? 0;
      load.statuses.set(status, (load.statuses.get(status) ?? 0) + 1);
      if (answer && status === DOORS[door].accepted) {
        submit.id = DOORS[door].shape.parse(answer.json);
        return;
      }
      // Refused as not available, or the first try with this key is still being answered.
      if (answer && status !== 503 && status !== 409) {
        load.problems.push(`${door} answered ${status}: ${answer.text.slice(0, 200)}`);
        if (status < 500) return;
      }
      if (status === 503 && !answer?.headers.has("retry-after"))
        load.problems.push(`${door} answered 503 without Retry-After`);
      await delay(AGAIN_MS);
    } while (submit.careful && performance.now() < options.deadline);
  }

  const timer = setInterval(begin, 1_000 / options.perSecond);
  return {
    ...load,
    async stop() {
      clearInterval(timer);
      await Promise.all(waiting);
    },
  };
}
