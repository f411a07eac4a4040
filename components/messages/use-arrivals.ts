"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import { useLiveChanges } from "@/components/live/live-provider";
import type { Message } from "@/lib/messages/contract";
import { couldBelong, type MessageFilters, queryOf } from "./filters";

/** So long after the pointer last moved over the rows they may move under it. */
const POINTER_REST_MS = 1_000;
/** Arrivals in a burst are fetched together. */
const GATHER_MS = 250;
const TOP_PX = 80;

interface Arrivals {
  /** New messages that are not shown yet, because showing them would move what is being read. */
  waiting: number;
  region: RefObject<HTMLDivElement | null>;
  /** Shows them, and goes to the top. */
  show: () => void;
}

/**
 * Brings new messages into the list. At the top of the page they appear at once; further down, or while the keyboard
 * is in the rows, they wait to be asked for.
 */
export function useArrivals(filters: MessageFilters, newest: Message | undefined, refetch: () => unknown): Arrivals {
  const region = useRef<HTMLDivElement>(null);
  const pointerMovedAt = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const list = queryOf(filters);
  const [held, setHeld] = useState<{ list: string; ids: ReadonlySet<string> }>({ list, ids: new Set() });

  useEffect(() => {
    const moved = () => {
      pointerMovedAt.current = Date.now();
    };
    const element = region.current;
    element?.addEventListener("pointermove", moved, { passive: true });
    return () => {
      element?.removeEventListener("pointermove", moved);
      clearTimeout(timer.current);
    };
  }, []);

  const gathered = useRef(new Set<string>());
  const hold = (arrived: Iterable<string>) =>
    setHeld((before) => ({ list, ids: new Set([...(before.list === list ? before.ids : []), ...arrived]) }));

  const fetchWhenAtRest = () => {
    clearTimeout(timer.current);
    const rest = pointerMovedAt.current + POINTER_REST_MS - Date.now();
    timer.current = setTimeout(
      () => {
        if (Date.now() - pointerMovedAt.current < POINTER_REST_MS) return fetchWhenAtRest();
        const arrived = [...gathered.current];
        gathered.current.clear();
        // By recipient nothing can be told before it is read; else the reader may have moved on meanwhile.
        if (filters.to || isUndisturbed(region.current)) refetch();
        else hold(arrived);
      },
      Math.max(GATHER_MS, rest),
    );
  };

  useLiveChanges((changes) => {
    const arrived = changes.filter((change) => couldBelong(filters, newest, change)).map((change) => change.id);
    if (arrived.length === 0) return;
    if (!filters.to && !isUndisturbed(region.current)) return hold(arrived);
    for (const id of arrived) gathered.current.add(id);
    fetchWhenAtRest();
  });

  const ids = held.list === list ? held.ids : new Set<string>();
  const waiting = newest && !filters.status ? [...ids].filter((id) => id > newest.id).length : ids.size;
  return {
    waiting,
    region,
    show: () => {
      setHeld({ list, ids: new Set() });
      window.scrollTo({ top: 0 });
      void refetch();
    },
  };
}

function isUndisturbed(region: HTMLElement | null): boolean {
  return window.scrollY <= TOP_PX && !region?.querySelector("tr :focus-visible");
}
