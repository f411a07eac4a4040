"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { makeQueryClient } from "./query-client";

/** Gives the pages their query client; an ended session leads to the sign-in page, and back afterwards. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(() => makeQueryClient(goToSignIn));
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

function goToSignIn(): void {
  const from = `${window.location.pathname}${window.location.search}`;
  window.location.assign(`/sign-in?from=${encodeURIComponent(from)}`);
}
