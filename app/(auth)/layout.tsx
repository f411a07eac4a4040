import type { ReactNode } from "react";
import { Mark, Wordmark } from "@/components/layout/mark";

/** The pages before sign-in. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh grid-rows-[auto_1fr] md:grid-cols-[minmax(20rem,2fr)_3fr] md:grid-rows-1">
      <header className="relative flex flex-col justify-between gap-6 overflow-clip bg-nav px-6 py-4 text-nav-ink md:p-10">
        <Mark className="-right-32 absolute top-1/4 hidden w-[34rem] text-nav-raised md:block" />
        <Wordmark className="relative" />
        <p className="relative hidden max-w-72 text-nav-ink-muted text-xl leading-snug tracking-tight md:block">
          Send a text, and see what became of it.
        </p>
      </header>
      <main className="grid content-center justify-items-center px-4 py-8">
        <div className="w-full max-w-sm">{children}</div>
      </main>
    </div>
  );
}
