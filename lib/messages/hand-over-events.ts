import type { RouteeFailure } from "@/lib/routee/failure";
import { billedParts, type SendAnswer } from "@/lib/routee/wire";
import type { Observation } from "./fold";
import type { NewEvent } from "./fold-events";
import { originOf, type Sender } from "./sender";

/** The events of bringing a message to Routee. Pure: time is given. */

function ours(status: string, now: Date, detailedStatus: string, description: string): Observation {
  return {
    origin: "us",
    status,
    at: now.toISOString(),
    segment: null,
    parts: null,
    reason: { detailedStatus, description },
  };
}

function event(messageId: string, source: NewEvent["source"], now: Date, observation: Observation, payload?: unknown) {
  return { messageId, source, receivedAt: now.toISOString(), observation, payload: payload ?? null };
}

/** Routee took the message. */
export function answerEvent(messageId: string, answer: SendAnswer, now: Date): NewEvent {
  const at = answer.createdAt ?? now;
  return event(
    messageId,
    "response",
    now,
    {
      origin: "answer",
      status: "Queued",
      at: at.toISOString(),
      segment: null,
      parts: billedParts(answer.bodyAnalysis),
      trackingId: answer.trackingId,
    },
    answer.raw,
  );
}

/** Routee refused the request: the message ends. */
export function refusedEvent(messageId: string, failure: RouteeFailure, now: Date): NewEvent {
  return event(
    messageId,
    "response",
    now,
    ours(
      "Rejected",
      now,
      failure.code ?? (failure.kind === "credentials" ? "Credentials refused" : "Refused"),
      failure.message,
    ),
    { status: failure.status, answer: failure.raw },
  );
}

/** Nothing reached Routee, or it asked us to come later: it is tried again. */
export function retryEvent(
  messageId: string,
  failure: RouteeFailure,
  attempt: number,
  delayMs: number,
  now: Date,
): NewEvent {
  const seconds = Math.ceil(delayMs / 1000);
  return event(
    messageId,
    "response",
    now,
    ours(
      "Accepted",
      now,
      failure.kind === "rate_limited" ? "Slowed down by Routee" : "Routee not reached",
      `${failure.message} Attempt ${attempt}; the next one follows in ${seconds} s.`,
    ),
    { status: failure.status, answer: failure.raw },
  );
}

/** No request is made for now, since those before failed. */
export function waitingEvent(messageId: string, now: Date): NewEvent {
  return event(
    messageId,
    "response",
    now,
    ours(
      "Accepted",
      now,
      "Waiting for Routee",
      "Requests to Routee for this app failed several times in a row. Tidings waits and tries again by itself.",
    ),
  );
}

/** We failed before anything was asked of Routee. */
export function troubleEvent(messageId: string, now: Date): NewEvent {
  const words = "Tidings failed before it could ask Routee; its log says why. It tries again every minute.";
  return event(messageId, "response", now, ours("Accepted", now, "Fault in Tidings", words));
}

/** It is a quiet hour of its app. */
export function quietEvent(messageId: string, until: Date, now: Date): NewEvent {
  const end = until.toISOString().replace(/:\d\d\.\d+Z$/, "Z");
  const words = `These are quiet hours of the app. The message is handed over when they end, at ${end}.`;
  return event(messageId, "response", now, ours("Accepted", now, "Quiet hours", words));
}

/** Its app sends nothing any more. */
export function archivedEvent(messageId: string, now: Date): NewEvent {
  const words = "The app was archived before the message was handed over. It was not sent.";
  return event(messageId, "sweeper", now, ours("Cancelled", now, "App archived", words));
}

/** A person took it back in time. */
export function cancelledEvent(messageId: string, sender: Sender | null, now: Date): NewEvent {
  const words = "It was cancelled before it was handed over to Routee, and was not sent.";
  const observation = ours("Cancelled", now, "Cancelled", words);
  return event(messageId, sender ? "dashboard" : "sweeper", now, observation, sender && originOf(sender));
}

/** The request left and no answer came: it may have been taken. */
export function lostEvent(messageId: string, why: string, now: Date): NewEvent {
  return event(
    messageId,
    "response",
    now,
    ours(
      "Accepted",
      now,
      "Answer lost",
      `${why} Routee may have taken the message, so it is not sent again; Tidings asks Routee and waits for a receipt.`,
    ),
  );
}

/** It could not be handed over while that made sense. */
export function tooLateEvent(messageId: string, now: Date): NewEvent {
  return event(
    messageId,
    "sweeper",
    now,
    ours(
      "Rejected",
      now,
      "Not handed over",
      "Routee could not be reached within the message's time to live. It was not sent.",
    ),
  );
}

/** Nothing tells what became of a lost request, and everything has been asked. */
export function unresolvedEvent(messageId: string, now: Date): NewEvent {
  return event(
    messageId,
    "sweeper",
    now,
    ours(
      "Unknown",
      now,
      "Answer lost",
      "Routee's answer was lost, no receipt came, and Routee's tracking does not list the message. It may or may not have been sent.",
    ),
  );
}
