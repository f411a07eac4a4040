import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";

/** How the guide's text is set: short lines, and code that stands out by its face alone. */

/** A part of a page, with a heading that can be linked to. */
export function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="mt-8 grid min-w-0 gap-3 first:mt-0">
      <h2 id={id} className="scroll-mt-16 font-semibold text-ink text-lg tracking-tight md:scroll-mt-6">
        <a href={`#${id}`} className="rounded-sm hover:underline hover:underline-offset-4">
          {title}
        </a>
      </h2>
      {children}
    </section>
  );
}

export function P({ children }: { children: ReactNode }) {
  return <p className="max-w-[68ch] text-base">{children}</p>;
}

export function InlineCode({ children }: { children: ReactNode }) {
  return <code className="rounded-sm bg-sunken px-1 py-px font-mono text-[0.92em]">{children}</code>;
}

/** Steps or points, one line each where that is possible. */
export function Points({ items, ordered }: { items: readonly { key: string; text: ReactNode }[]; ordered?: boolean }) {
  const List = ordered ? "ol" : "ul";
  return (
    <List className={`grid max-w-[68ch] gap-1.5 pl-5 text-base ${ordered ? "list-decimal" : "list-disc"}`}>
      {items.map(({ key, text }) => (
        <li key={key} className="pl-1 marker:text-ink-muted">
          {text}
        </li>
      ))}
    </List>
  );
}

/** How narrow a table may become, by its columns; below that it is scrolled. */
const WIDTHS: Readonly<Record<number, string>> = { 3: "min-w-[30rem]", 4: "min-w-[36rem]", 5: "min-w-[46rem]" };

interface TableProps {
  /** What the table is about; read out, and shown above it where `shown`. */
  caption: string;
  head: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
}

/** A table that scrolls inside its box when it is wider than the page. The first column names the row. */
export function Table({ caption, head, rows }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard.
    <section aria-label={caption} tabIndex={0} className="min-w-0 overflow-x-auto rounded-lg border bg-surface">
      <table className={cn("w-full border-collapse text-left [overflow-wrap:break-word]", WIDTHS[head.length])}>
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {head.map((word) => (
              <th key={word} scope="col" className="px-3 py-2 font-medium text-ink-muted text-xs first:pl-4">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [name, ...cells] }) => (
            <tr key={key} className="border-t">
              <th scope="row" className="py-2 pr-3 pl-4 align-top font-normal">
                {name}
              </th>
              {cells.map((cell, index) => (
                <td key={head[index + 1]} className="px-3 py-2 align-top">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
