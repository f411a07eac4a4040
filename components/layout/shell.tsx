import { AppWindow, BookOpen, Layers, MessagesSquare, PenLine, Webhook } from "lucide-react";

import Link from "next/link";
import type { ReactNode } from "react";
import { LiveIndicator } from "@/components/live/live-indicator";
import { AccountMenu } from "./account-menu";
import { Wordmark } from "./mark";
import { NavLink } from "./nav-link";

const AREAS = [
  { href: "/messages", area: "/messages", word: "Messages", Icon: MessagesSquare },
  { href: "/compose", area: "/compose", word: "Compose", Icon: PenLine },
  { href: "/batches", area: "/batches", word: "Batches", Icon: Layers },
  { href: "/callbacks", area: "/callbacks", word: "Callbacks", Icon: Webhook },
  { href: "/apps", area: "/apps", word: "Apps", Icon: AppWindow },
  { href: "/docs/guide", area: "/docs", word: "Guide", Icon: BookOpen },
] as const;

/** What surrounds every page: navigation at the side, on a phone above and below. */
export function Shell({ email, children }: { email: string; children: ReactNode }) {
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[13rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-md bg-surface px-3 py-2 font-medium text-ink shadow-float focus:translate-y-0"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-30 flex h-12 items-center gap-2 bg-nav px-3 text-nav-ink md:h-dvh md:flex-col md:items-stretch md:gap-4 md:px-3 md:py-4">
        <Link
          href="/messages"
          aria-label="Tidings: messages"
          className="inline-flex min-h-10 items-center rounded-sm focus-visible:outline-nav-accent md:min-h-0 md:px-1.5"
        >
          <Wordmark />
        </Link>
        <nav aria-label="Areas" className="hidden gap-0.5 md:grid">
          {AREAS.map(({ href, area, word, Icon }) => (
            <NavLink
              key={href}
              href={href}
              area={area}
              className="flex h-9 items-center gap-2.5 rounded-md px-2 font-medium text-sm hover:bg-nav-raised aria-[current=page]:bg-nav-raised"
            >
              <Icon aria-hidden="true" className="size-4" />
              {word}
            </NavLink>
          ))}
        </nav>
        <div className="ml-auto flex items-center gap-1 md:mt-auto md:ml-0 md:grid md:gap-1">
          <div className="px-2">
            <LiveIndicator />
          </div>
          <AccountMenu email={email} />
        </div>
      </header>
      <main id="content" tabIndex={-1} className="min-w-0 px-4 pt-4 pb-24 outline-none md:px-8 md:py-6">
        {children}
      </main>
      <nav
        aria-label="Areas"
        className="fixed inset-x-0 bottom-0 z-30 grid auto-cols-fr grid-flow-col bg-nav pb-[env(safe-area-inset-bottom)] md:hidden"
      >
        {AREAS.map(({ href, area, word, Icon }) => (
          <NavLink
            key={href}
            href={href}
            area={area}
            className="flex h-14 flex-col items-center justify-center gap-0.5 font-medium text-2xs aria-[current=page]:shadow-[inset_0_2px_0_var(--nav-accent)]"
          >
            <Icon aria-hidden="true" className="size-5" />
            {word}
          </NavLink>
        ))}
      </nav>
    </div>
  );
}
