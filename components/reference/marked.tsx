import { InlineCode } from "@/components/guide/prose";

/** A text whose code stands between backticks; outside of it apostrophes are set as such. */
export function Marked({ text }: { text: string }) {
  let at = 0;
  return text.split("`").map((piece, index) => {
    const key = at;
    at += piece.length + 1;
    return index % 2 === 1 ? <InlineCode key={key}>{piece}</InlineCode> : piece.replaceAll("'", "’");
  });
}
