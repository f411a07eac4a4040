import { behaviourOf, type SandboxOutcome } from "@/lib/routee/sandbox-recipients";
import { bodyAnalysis, sentAs } from "@/lib/sms/body-analysis";
import type { Application } from "../applications";
import { sendAnswer } from "../bodies";
import { type Asked, INSUFFICIENT_BALANCE, INVALID_SENDER, ok, type Reply, spring } from "../exchange";
import { halfAJson, htmlPage, tooMany, unavailable } from "../hostility";
import type { Ledger } from "../ledger";
import { networkOf } from "../network";
import type { Take } from "../taking";
import type { TokenDesk } from "../tokens";
import { type SendOrder, validateAnalyze, validateSend } from "../validate";

/** How often such a recipient is answered 429 before the message is taken. */
const RATE_LIMITED_TIMES = 2;
/** How long an answer takes, at any speed. The longest is longer than a client waits. */
const DELAYS: Partial<Record<SandboxOutcome, number>> = {
  slow_answer: 15_000,
  slow_1s: 1_000,
  slow_3s: 3_000,
  receipts_first: 1_000,
};
/** Of messages that are answered badly before they are taken, so many are remembered. */
const REMEMBERED = 10_000;

export interface Sending {
  send(asked: Asked, application: Application): Reply;
  analyze(asked: Asked): Reply;
  reset(): void;
}

/** `POST /sms` and `POST /sms/analyze`. @param invalidToken what a token that has ended is answered with. */
export function createSending(
  ledger: Ledger,
  desk: TokenDesk,
  take: Take,
  invalidToken: (asked: Asked) => Reply,
): Sending {
  /** How often the same message was asked for and not taken. */
  const turnedAway = new Map<string, number>();

  /** Whether the same message has been turned away so often; counts when it has not. */
  function wasTurnedAway(times: number, { to, label, body }: SendOrder, { id }: Application): boolean {
    const name = JSON.stringify([id, to, label, body]);
    const count = turnedAway.get(name) ?? 0;
    turnedAway.delete(name);
    if (count >= times) return true;
    turnedAway.set(name, count + 1);
    const [oldest] = turnedAway.keys();
    if (turnedAway.size > REMEMBERED && oldest !== undefined) turnedAway.delete(oldest);
    return false;
  }

  /** The reply that stands in place of taking the message, where its recipient asks for one. */
  function turnAway(asked: Asked, order: SendOrder, application: Application): Reply | null {
    switch (behaviourOf(order.to).outcome) {
      case "refused_balance":
        return INSUFFICIENT_BALANCE;
      case "refused_sender":
        return INVALID_SENDER;
      case "dropped_before":
        return { cut: true };
      case "server_error":
        return spring(500, "Internal Server Error", "Simulated failure", asked.path);
      case "garbage_before":
        return halfAJson;
      case "unavailable":
        return unavailable(asked.path, 2);
      case "always_limited":
        return tooMany(1);
      case "rate_limited":
        return wasTurnedAway(RATE_LIMITED_TIMES, order, application) ? null : tooMany(2);
      case "token_expired":
        if (wasTurnedAway(1, order, application)) return null;
        desk.expire(application.id);
        return invalidToken(asked);
      default:
        return null;
    }
  }

  return {
    send(asked, application) {
      const checked = validateSend(asked.json, application, ledger.faults.choices.defaultStrategy);
      if (!checked.ok) return checked.reply;
      const { order } = checked;
      const away = turnAway(asked, order, application);
      if (away) return away;
      const message = take(application.id, order);
      if (message === "insufficient_balance") return INSUFFICIENT_BALANCE;
      const { outcome } = behaviourOf(order.to);
      if (outcome === "dropped_after") return { cut: true };
      if (outcome === "error_after") return spring(500, "Internal Server Error", "Simulated failure", asked.path);
      if (outcome === "garbage_after") return htmlPage;
      const delayMs = DELAYS[outcome];
      return { status: 200, body: sendAnswer(message, order), ...(delayMs === undefined ? {} : { delayMs }) };
    },
    analyze({ json }) {
      const checked = validateAnalyze(json);
      if (!checked.ok) return checked.reply;
      const { to, body } = checked.order;
      // What transcoding would make of it, whether or not it would be asked for.
      return ok({ cost: networkOf(to).price, bodyAnalysis: bodyAnalysis(body, sentAs(body, true).sentBody) });
    },
    reset: () => turnedAway.clear(),
  };
}
