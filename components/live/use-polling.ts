"use client";

import type { QueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { messageKeys } from "@/components/messages/queries";
import { pollDelay } from "./connection";

/** Reads what is on the page again from time to time; nothing while the tab is hidden. */
export function usePolling(client: QueryClient, enabled: boolean): void {
  useEffect(() => {
    if (!enabled) return;
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let quietRounds = 0;
    let responseMs = 0;
    const shown = () =>
      client
        .getQueryCache()
        .findAll({ queryKey: messageKeys.all, type: "active" })
        .map((query) => query.state.data);
    const plan = () => {
      clearTimeout(timer);
      if (!stopped && document.visibilityState === "visible")
        timer = setTimeout(ask, pollDelay(responseMs, quietRounds));
    };
    const ask = async () => {
      const before = shown();
      const begun = performance.now();
      await client.refetchQueries({ queryKey: messageKeys.all, type: "active" });
      responseMs = performance.now() - begun;
      const after = shown();
      // Equal answers keep their identity.
      const quiet = after.length === before.length && after.every((data, index) => data === before[index]);
      quietRounds = quiet ? quietRounds + 1 : 0;
      plan();
    };
    const look = () => {
      quietRounds = 0;
      plan();
    };
    plan();
    document.addEventListener("visibilitychange", look);
    return () => {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [client, enabled]);
}
