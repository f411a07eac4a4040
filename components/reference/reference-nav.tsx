"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Disclosure } from "@/components/ui/collapsible";
import { Input } from "@/components/ui/input";
import { TAGS } from "@/lib/openapi/operation";
import { MethodBadge } from "./method-badge";
import type { OperationLink } from "./view";

/** All operations by what they are about, narrowed by a word: beside the page, on a phone above it. */
export function ReferenceNav({ operations }: { operations: readonly OperationLink[] }) {
  const [open, setOpen] = useState(false);
  const box = useCurrentInView();
  return (
    <>
      <Disclosure label="Operations" open={open} onOpenChange={setOpen} className="lg:hidden">
        <div className="mt-1 rounded-lg border bg-surface px-3 py-3">
          <Contents operations={operations} onChoose={() => setOpen(false)} />
        </div>
      </Disclosure>
      {/* Room for the focus ring, which what scrolls would cut off. */}
      <div ref={box} className="sticky top-5 -m-1 hidden max-h-[calc(100dvh-2.5rem)] overflow-y-auto p-1 lg:block">
        <Contents operations={operations} />
      </div>
    </>
  );
}

/** Keeps the operation that is read in view, by scrolling its box and never the page. */
function useCurrentInView() {
  const box = useRef<HTMLDivElement>(null);
  const pathname = usePathname();
  useEffect(() => {
    const frame = box.current?.getBoundingClientRect();
    const link = box.current?.querySelector(`a[href="${CSS.escape(pathname)}"]`)?.getBoundingClientRect();
    if (!frame || !link || (link.top >= frame.top && link.bottom <= frame.bottom)) return;
    box.current?.scrollBy({ top: link.top - frame.top - frame.height / 2, behavior: "instant" });
  }, [pathname]);
  return box;
}

function Contents({ operations, onChoose }: { operations: readonly OperationLink[]; onChoose?: () => void }) {
  const pathname = usePathname();
  const [word, setWord] = useState("");
  const wanted = operations.filter(({ summary, path, method }) =>
    `${method} ${path} ${summary}`.toLowerCase().includes(word.trim().toLowerCase()),
  );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="lg:sticky lg:-top-1 lg:z-10 lg:-m-1 lg:bg-canvas lg:p-1">
        <Input
          type="search"
          aria-label="Filter operations"
          placeholder="Filter"
          value={word}
          onChange={(event) => setWord(event.target.value)}
        />
      </div>
      {wanted.length === 0 && <p className="px-2 text-ink-muted">No operation has “{word}” in it.</p>}
      <nav aria-label="Operations" className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {Object.keys(TAGS).map((tag) => {
          const of = wanted.filter((one) => one.tag === tag);
          if (of.length === 0) return null;
          return (
            <div key={tag}>
              <p className="mb-1 px-2 font-medium text-2xs text-ink-muted">{tag}</p>
              <ul className="grid grid-cols-[minmax(0,1fr)] gap-px">
                {of.map(({ id, method, summary }) => (
                  <li key={id}>
                    <Link
                      href={`/docs/api/${id}`}
                      {...(onChoose ? { onClick: onChoose } : {})}
                      aria-current={pathname === `/docs/api/${id}` ? "page" : undefined}
                      className="flex min-h-10 items-center gap-2 rounded-md px-2 text-ink-muted hover:bg-hover hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent-strong lg:min-h-7"
                    >
                      <MethodBadge method={method} />
                      <span title={summary} className="min-w-0 truncate">
                        {summary}
                      </span>
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
      </nav>
    </div>
  );
}
