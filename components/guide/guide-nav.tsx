"use client";

import { ArrowLeft, ArrowRight } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { Disclosure } from "@/components/ui/collapsible";
import { useTopicHref } from "./guide-link";
import { GROUPS, TOPICS, topicPath } from "./topics";

/** The contents of the guide: beside the text, on a phone above it. */
export function GuideNav() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Disclosure label="Contents" open={open} onOpenChange={setOpen} className="lg:hidden">
        <nav aria-label="Guide" className="mt-1 rounded-lg border bg-surface px-3 py-3">
          <Contents onChoose={() => setOpen(false)} />
        </nav>
      </Disclosure>
      <nav aria-label="Guide" className="sticky top-6 hidden max-h-[calc(100dvh-3rem)] overflow-y-auto lg:block">
        <Contents />
      </nav>
    </>
  );
}

function Contents({ onChoose }: { onChoose?: () => void }) {
  const pathname = usePathname();
  const hrefOf = useTopicHref();
  return (
    <div className="grid gap-4">
      {GROUPS.map((group) => (
        <div key={group}>
          <p className="mb-1 px-2 font-medium text-2xs text-ink-muted">{group}</p>
          <ul className="grid gap-px">
            {TOPICS.filter((topic) => topic.group === group).map(({ slug, title }) => (
              <li key={slug}>
                <Link
                  href={hrefOf(slug)}
                  {...(onChoose ? { onClick: onChoose } : {})}
                  aria-current={pathname === topicPath(slug) ? "page" : undefined}
                  className="flex min-h-10 items-center rounded-md px-2 text-ink-muted hover:bg-hover hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent-strong lg:min-h-8"
                >
                  {title}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

/** The way on, and back, at the end of a page. */
export function Neighbours() {
  const pathname = usePathname();
  const hrefOf = useTopicHref();
  const here = TOPICS.findIndex(({ slug }) => pathname === topicPath(slug));
  const [before, after] = [TOPICS[here - 1], TOPICS[here + 1]];
  const look = "inline-flex min-h-10 items-center gap-1.5 rounded-sm font-medium text-accent hover:text-accent-strong";
  return (
    <nav aria-label="Before and after" className="mt-10 flex flex-wrap justify-between gap-x-4 border-t pt-3">
      {before ? (
        <Link href={hrefOf(before.slug)} className={look}>
          <ArrowLeft aria-hidden="true" className="size-4" />
          {before.title}
        </Link>
      ) : (
        <span />
      )}
      {after && (
        <Link href={hrefOf(after.slug)} className={look}>
          {after.title}
          <ArrowRight aria-hidden="true" className="size-4" />
        </Link>
      )}
    </nav>
  );
}
