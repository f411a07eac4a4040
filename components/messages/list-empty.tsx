import { MessagesSquare, PenLine, SearchX } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";

function Empty({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <Card className="grid justify-items-center gap-2 px-6 py-14 text-center">
      {icon}
      <h2 className="font-semibold text-base">{title}</h2>
      {children}
    </Card>
  );
}

/** Shown while nothing has ever been sent. */
export function NoMessagesYet() {
  return (
    <Empty icon={<MessagesSquare aria-hidden="true" className="size-6 text-accent" />} title="No messages yet">
      <p className="max-w-80 text-ink-muted">
        Send the first one. With a sandbox app nothing reaches a phone, and everything else is as it will be.
      </p>
      <Button asChild variant="primary" className="mt-2">
        <Link href="/compose">
          <PenLine aria-hidden="true" />
          Compose a message
        </Link>
      </Button>
    </Empty>
  );
}

/** Shown when the filters leave nothing over. */
export function NothingMatches({ onClear }: { onClear: () => void }) {
  return (
    <Empty
      icon={<SearchX aria-hidden="true" className="size-6 text-ink-muted" />}
      title="No message matches the filters"
    >
      <p className="text-ink-muted">A recipient is found by the whole number, with its country code.</p>
      <Button className="mt-2" onClick={onClear}>
        Clear the filters
      </Button>
    </Empty>
  );
}
