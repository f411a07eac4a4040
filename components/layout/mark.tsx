/** The mark: a message whose lower half is the tide. Readable from 16 px up; takes the colour of the text around it. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <path
        fill="currentColor"
        d="M9 3h14a6 6 0 0 1 6 6v3.2c-3.1.2-4.6 1.6-6 2.9-1.5 1.4-2.7 2.4-5 2.4s-3.5-1-5-2.4c-1.6-1.5-3.4-3.1-7-3.1-1.1 0-2.1.15-3 .4V9a6 6 0 0 1 6-6Z"
      />
      <path
        className="fill-[var(--mark-tide,currentColor)]"
        opacity="0.75"
        d="M3 16.3C3.9 15.7 4.8 15.5 6 15.5c2.3 0 3.5 1 5 2.4 1.6 1.5 3.4 3.1 7 3.1s5.4-1.6 7-3.1c1.2-1.1 2.2-2 4-2.3V20a6 6 0 0 1-6 6h-9.2L8.6 29.7A1 1 0 0 1 7 28.9V25.7A6 6 0 0 1 3 20Z"
      />
    </svg>
  );
}

/** The mark with the name. */
export function Wordmark({ className }: { className?: string }) {
  return (
    <span className={`inline-flex items-center gap-2 [--mark-tide:var(--nav-accent)] ${className ?? ""}`}>
      <Mark className="size-6" />
      <span className="font-semibold text-lg tracking-tight">Tidings</span>
    </span>
  );
}
