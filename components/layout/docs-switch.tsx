import { NavLink } from "./nav-link";

const PARTS = [
  { href: "/docs/guide", word: "Guide" },
  { href: "/docs/api", word: "API reference" },
] as const;

/** From the guide to the reference and back. */
export function DocsSwitch() {
  return (
    <nav aria-label="Documentation" className="mb-5 flex gap-5 border-b">
      {PARTS.map(({ href, word }) => (
        <NavLink
          key={href}
          href={href}
          className="-mb-px flex min-h-10 items-center border-transparent border-b-2 font-medium text-ink-muted hover:text-ink focus-visible:outline-accent aria-[current=page]:border-accent aria-[current=page]:text-ink"
        >
          {word}
        </NavLink>
      ))}
    </nav>
  );
}
