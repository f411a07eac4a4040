"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useMemo, useState } from "react";
import { messageKeys } from "@/components/messages/queries";
import type { LiveMessage } from "@/lib/messages/contract";
import { announce } from "./announce";
import type { ConnectionState } from "./connection";
import { LatestChanges, type Pages, withStatuses } from "./live-cache";
import { LiveStream } from "./live-stream";
import { usePolling } from "./use-polling";

type Listener = (changes: readonly LiveMessage[]) => void;

interface Live {
  state: ConnectionState;
  subscribe: (listener: Listener) => () => void;
  /** The sequence of the newest event that was heard of for a message; 0 when none was. */
  sequenceOf: (id: string) => number;
}

const LiveContext = createContext<Live | null>(null);

/** Changes that come together are worked off together, so that a burst costs one render and one refetch. */
const BATCH_MS = 60;
const ANNOUNCE_MS = 1_500;
/** A hidden tab gives its connection back: browsers share six among all tabs of a server that speaks HTTP/1.1. */
const HIDDEN_MS = 10_000;

/** Keeps what is on the page up to date: one stream for the tab, polling where no stream gets through. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [state, setState] = useState<ConnectionState>("connecting");
  const [spoken, setSpoken] = useState("");
  const [listeners] = useState(() => new Set<Listener>());
  const [latest] = useState(() => new LatestChanges());

  useEffect(() => {
    let batch: LiveMessage[] = [];
    let news: LiveMessage[] = [];
    let batchTimer: ReturnType<typeof setTimeout> | undefined;
    let speechTimer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      batchTimer = undefined;
      const changes = batch;
      batch = [];
      applyChanges(client, changes);
      for (const listener of listeners) listener(changes);
    };
    const speak = () => {
      speechTimer = undefined;
      setSpoken(announce(news));
      news = [];
    };
    const stream = new LiveStream({
      connect: () => new EventSource("/api/stream"),
      onState: setState,
      onGap: () => void client.invalidateQueries({ queryKey: messageKeys.all }),
      onMessage: (message) => {
        const kind = latest.take(message);
        if (kind === "old") return;
        batch.push(message);
        batchTimer ??= setTimeout(flush, BATCH_MS);
        if (kind === "event") return;
        news.push(message);
        speechTimer ??= setTimeout(speak, ANNOUNCE_MS);
      },
    });
    const unwatch = openWhileVisible(stream);
    return () => {
      unwatch();
      stream.close();
      clearTimeout(batchTimer);
      clearTimeout(speechTimer);
    };
  }, [client, listeners, latest]);

  usePolling(client, state === "polling");

  const live = useMemo<Live>(
    () => ({
      state,
      sequenceOf: (id) => latest.sequenceOf(id),
      subscribe: (listener) => {
        listeners.add(listener);
        return () => {
          listeners.delete(listener);
        };
      },
    }),
    [state, listeners, latest],
  );
  return (
    <LiveContext value={live}>
      {children}
      <p role="status" className="sr-only">
        {spoken}
      </p>
    </LiveContext>
  );
}

function openWhileVisible(stream: LiveStream): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") stream.open();
    else timer = setTimeout(() => stream.close(), HIDDEN_MS);
  };
  const leave = () => stream.close();
  // What the stream says must not change a part of the page that React has yet to take over from the server.
  const begin = whenIdle(look);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pageshow", look);
  window.addEventListener("pagehide", leave);
  return () => {
    begin.cancel();
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
    window.removeEventListener("pageshow", look);
    window.removeEventListener("pagehide", leave);
  };
}

function whenIdle(work: () => void): { cancel: () => void } {
  if (typeof window.requestIdleCallback === "function") {
    const handle = window.requestIdleCallback(work, { timeout: 1_000 });
    return { cancel: () => window.cancelIdleCallback(handle) };
  }
  const handle = setTimeout(work, 200);
  return { cancel: () => clearTimeout(handle) };
}

/** Writes statuses into the lists, and has the messages read again that are open. */
function applyChanges(client: QueryClient, changes: readonly LiveMessage[]): void {
  const byId = new Map(changes.map((change) => [change.id, change]));
  const lists = client.getQueryCache().findAll({ queryKey: messageKeys.lists() });
  for (const list of lists) {
    client.setQueryData<Pages>(list.queryKey, (data) => data && withStatuses(data, byId));
    // An answer that is on its way may be older than the change.
    if (list.state.fetchStatus === "fetching") void client.invalidateQueries({ queryKey: list.queryKey, exact: true });
  }
  for (const id of byId.keys()) void client.invalidateQueries({ queryKey: messageKeys.detail(id) });
}

/** The live state of the page. */
export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error("useLive is used outside of LiveProvider.");
  return live;
}

/** Calls back with each batch of changes. */
export function useLiveChanges(onChanges: Listener): void {
  const { subscribe } = useLive();
  const listener = useEffectEvent(onChanges);
  useEffect(() => subscribe((changes) => listener(changes)), [subscribe]);
}
