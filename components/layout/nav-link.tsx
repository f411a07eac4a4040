"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";

interface NavLinkProps {
  href: string;
  /** Under which addresses one is in its area; under its own when left out. */
  area?: string;
  className?: string;
  children: ReactNode;
}

/** A link of the navigation; marks the area one is in. */
export function NavLink({ href, area = href, className, children }: NavLinkProps) {
  const pathname = usePathname();
  const here = pathname === area || pathname.startsWith(`${area}/`);
  return (
    <Link
      href={href}
      aria-current={here ? "page" : undefined}
      className={cn(
        "text-nav-ink-muted transition-colors hover:text-nav-ink focus-visible:outline-nav-accent aria-[current=page]:text-nav-ink",
        className,
      )}
    >
      {children}
    </Link>
  );
}
