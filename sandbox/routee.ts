import { randomUUID } from "node:crypto";
import { behaviourOf } from "@/lib/routee/sandbox-recipients";
import { analyze } from "@/lib/sms/analyze";
import { countSegments } from "@/lib/sms/segments";
import { invalid, sendAnswer, springError, trackingItem } from "./bodies";
import type { Courier } from "./courier";
import type { Ledger } from "./ledger";
import type { Message } from "./message";
import { networkOf } from "./network";
import { search } from "./search";
import { createTokenDesk } from "./tokens";
import { INVALID_SENDER, type SendOrder, validateSend } from "./validate";

/** A request as the resources see it. `json` is undefined when the body is none. */
export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  authorization: string | undefined;
  contentType: string;
  text: string;
  json: unknown;
}

/** What is answered; or the connection is cut. */
export type Reply =
  | { status: number; body: unknown; headers?: Record<string, string>; delayMs?: number }
  | { cut: true };

const START_BALANCE = 10_000;
/** Longer than a client waits, at any speed. */
const SLOW_ANSWER_MS = 15_000;
/** How often such a recipient is answered 429 before the message is taken. */
const RATE_LIMITED_TIMES = 2;

/** Routee's resources. What is not here is answered 404. */
export function createRoutee(ledger: Ledger, courier: Courier): { answer(asked: Asked): Reply; reset(): void } {
  const desk = createTokenDesk(Date.now);
  /** How often the same message was answered 429. */
  const limited = new Map<string, number>();

  function giveToken({ authorization, text, query, path }: Asked): Reply {
    const form = new URLSearchParams(text);
    if (!form.has("grant_type")) form.set("grant_type", query.get("grant_type") ?? "");
    const answer = desk.ask(authorization, form);
    if (answer.kind === "bad_credentials")
      return { status: 401, body: springError(401, "Unauthorized", "Bad credentials", path, Date.now()) };
    if (answer.kind === "bad_grant")
      return {
        status: 400,
        body: { error: "unsupported_grant_type", error_description: "Only client_credentials is supported" },
      };
    return {
      status: 200,
      body: {
        access_token: answer.token,
        token_type: "bearer",
        expires_in: answer.expiresIn,
        scope: "account report sms",
        permissions: ["MT_ROLE_ACCOUNT_FINANCE", "MT_ROLE_REPORT", "MT_ROLE_SMS"],
      },
    };
  }

  function send(asked: Asked, applicationId: string): Reply {
    if (!asked.contentType.startsWith("application/json"))
      return spring(415, "Unsupported Media Type", "Content type must be application/json", asked.path);
    if (asked.json === undefined) return spring(400, "Bad Request", "Malformed JSON", asked.path);
    const checked = validateSend(asked.json);
    if (!checked.ok) return { status: 400, body: checked.body };
    const { order } = checked;
    switch (behaviourOf(order.to).outcome) {
      case "refused_balance":
        return { status: 400, body: { code: "400001009", developerMessage: "Insufficient Balance" } };
      case "refused_sender":
        return { status: 400, body: INVALID_SENDER };
      case "dropped_before":
        return { cut: true };
      case "server_error":
        return spring(500, "Internal Server Error", "Simulated failure", asked.path);
      case "rate_limited": {
        const name = JSON.stringify([applicationId, order.to, order.label, order.body]);
        const times = limited.get(name) ?? 0;
        if (times < RATE_LIMITED_TIMES) {
          limited.set(name, times + 1);
          // Routee documents no limit; what it would answer is not known.
          const body = { code: "429000000", developerMessage: "Too many requests" };
          return { status: 429, body, headers: { "retry-after": "2" } };
        }
        limited.delete(name);
        return { status: 200, body: sendAnswer(take(order), order) };
      }
      case "dropped_after":
        take(order);
        return { cut: true };
      case "slow_answer":
        return { status: 200, body: sendAnswer(take(order), order), delayMs: SLOW_ANSWER_MS };
      default:
        return { status: 200, body: sendAnswer(take(order), order) };
    }
  }

  function take(order: SendOrder): Message {
    const { to, from, body, label, callback } = order;
    const sentBody = analyze(body, { transcode: order.transcode }).transcoded?.body ?? body;
    const parts = countSegments(sentBody).segments;
    const acceptedAt = Date.now();
    const message: Message = {
      trackingId: randomUUID(),
      to,
      from,
      body,
      sentBody,
      label,
      callback,
      ...networkOf(to),
      acceptedAt,
      smsIds: Array.from({ length: parts }, () => randomUUID()),
      changes: courier.plan(to, parts, acceptedAt),
    };
    ledger.take(message);
    courier.start(message);
    return message;
  }

  function track(trackingId: string): Reply {
    const message = ledger.messages.get(trackingId);
    if (!message)
      return {
        status: 404,
        body: {
          code: "404005000",
          developerMessage: "SMS tracking was not found",
          entity: "SmsTracking",
          property: "trackingId",
          value: trackingId,
        },
      };
    return { status: 200, body: message.smsIds.map((_, i) => trackingItem(message, i + 1)) };
  }

  /** Charged when taken, and given back for what was not sent. It may go below zero: only one recipient is refused. */
  function balance(): Reply {
    let spent = 0;
    for (const { price, smsIds, changes } of ledger.messages.values()) {
      const unsent = changes.filter(({ status, at }) => at !== null && (status === "Failed" || status === "Unsent"));
      spent += price * (smsIds.length - unsent.length);
    }
    const left = Number((START_BALANCE - spent).toFixed(5));
    return { status: 200, body: { balance: left, currency: { code: "EUR", name: "Euro", sign: "€" } } };
  }

  return {
    answer(asked) {
      const { method, path, authorization } = asked;
      if (method === "POST" && path === "/oauth/token") return giveToken(asked);
      if (authorization === undefined) return unauthorized("unauthorized", "Full authentication is required");
      const applicationId = desk.holder(authorization);
      if (applicationId === null)
        return unauthorized("invalid_token", `Invalid access token: ${authorization.replace(/^\S+\s+/, "")}`);
      if (method === "POST" && path === "/sms") return send(asked, applicationId);
      if (method === "POST" && path === "/sms/tracking")
        return asked.text !== "" && asked.json === undefined
          ? { status: 400, body: invalid({ filters: "malformed JSON" }) }
          : search(ledger.messages.values(), asked.query, asked.json, Date.now());
      const single = /^\/sms\/tracking\/single\/([^/]+)$/.exec(path)?.[1];
      if (method === "GET" && single !== undefined) return track(single);
      if (method === "GET" && path === "/accounts/me/balance") return balance();
      return spring(404, "Not Found", "No such resource", path);
    },
    reset: () => limited.clear(),
  };
}

function spring(status: number, error: string, message: string, path: string): Reply {
  return { status, body: springError(status, error, message, path, Date.now()) };
}

function unauthorized(error: string, description: string): Reply {
  return {
    status: 401,
    body: { error, error_description: description },
    headers: { "www-authenticate": "Bearer" },
  };
}
