import type { ReactNode } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { type Piece, tint } from "./tint";

const LOOKS: Readonly<Record<Piece["kind"], string>> = { comment: "text-ink-muted", text: "text-accent", plain: "" };

/** Code with its texts and comments set apart by two quiet colours. */
export function Tinted({ code, language }: { code: string; language: string }) {
  let at = 0;
  return (
    <code>
      {tint(code, language).map(({ kind, text }) => {
        const key = at;
        at += text.length;
        return kind === "plain" ? (
          text
        ) : (
          <span key={key} className={LOOKS[kind]}>
            {text}
          </span>
        );
      })}
    </code>
  );
}

/** What code is set in: it scrolls inside its box, never the page. */
export const codeLook = "whitespace-pre px-4 py-3 font-mono text-xs leading-[1.6] [overflow-wrap:normal]";

interface CodeBoxProps {
  title: ReactNode;
  /** What is copied, as in "Copy the answer". */
  what: string;
  code: string;
  language: string;
}

/** A piece of code that is the same in every language: an answer, a header. */
export function CodeBox({ title, what, code, language }: CodeBoxProps) {
  return (
    <figure className="min-w-0 overflow-hidden rounded-lg border bg-surface">
      <figcaption className="flex min-h-10 items-center justify-between gap-3 border-b py-1 pr-2 pl-4 text-ink-muted text-xs">
        <span>{title}</span>
        <CopyButton text={code} what={what} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard. */}
      <pre tabIndex={0} className={`overflow-x-auto ${codeLook} focus-visible:-outline-offset-2`}>
        <Tinted code={code} language={language} />
      </pre>
    </figure>
  );
}
