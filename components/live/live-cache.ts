import type { InfiniteData } from "@tanstack/react-query";
import type { LiveMessage, MessagePage } from "@/lib/messages/contract";

export type Pages = InfiniteData<MessagePage, string | null>;

/** The pages with the statuses that have changed; the very same object when none has. Pure. */
export function withStatuses(data: Pages, changes: ReadonlyMap<string, LiveMessage>): Pages {
  let touched = false;
  const pages = data.pages.map((page) => {
    if (!page.data.some((message) => differs(message, changes))) return page;
    touched = true;
    return {
      ...page,
      data: page.data.map((message) => {
        const change = changes.get(message.id);
        return change && differs(message, changes)
          ? { ...message, status: change.status, final: change.final }
          : message;
      }),
    };
  });
  return touched ? { ...data, pages } : data;
}

function differs(message: MessagePage["data"][number], changes: ReadonlyMap<string, LiveMessage>): boolean {
  const change = changes.get(message.id);
  return change !== undefined && (change.status !== message.status || change.final !== message.final);
}

/** What the stream has said last of each message, so that a line that comes twice or late changes nothing. */
export class LatestChanges {
  readonly #latest = new Map<string, LiveMessage>();

  /** @param kept how many messages are remembered. */
  constructor(readonly kept = 2_000) {}

  /** The sequence of the newest event that was heard of for a message; 0 when none was. */
  sequenceOf(id: string): number {
    return this.#latest.get(id)?.sequence ?? 0;
  }

  /** Takes a line. @returns what it is: `news` of a status, only another event (`event`), or `old`. */
  take(message: LiveMessage): "news" | "event" | "old" {
    const before = this.#latest.get(message.id);
    if (before && before.sequence >= message.sequence) return "old";
    this.#latest.delete(message.id);
    this.#latest.set(message.id, message);
    if (this.#latest.size > this.kept) {
      const [oldest] = this.#latest.keys();
      if (oldest !== undefined) this.#latest.delete(oldest);
    }
    return before?.status === message.status ? "event" : "news";
  }
}
