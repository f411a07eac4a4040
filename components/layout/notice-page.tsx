import type { ReactNode } from "react";
import { Mark } from "./mark";

interface NoticePageProps {
  title: string;
  children: ReactNode;
  actions: ReactNode;
}

/** A page that only has something to say: not found, or broken. */
export function NoticePage({ title, children, actions }: NoticePageProps) {
  return (
    <div className="mx-auto grid max-w-md justify-items-start gap-3 px-4 py-16">
      <Mark className="size-8 text-accent" />
      <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
      <div className="text-base text-ink-muted">{children}</div>
      <div className="mt-2 flex gap-2">{actions}</div>
    </div>
  );
}
