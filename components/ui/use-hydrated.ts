"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** False on the server and until the page answers to input; forms wait for it, so that nothing typed is lost. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
