import { analyze } from "@/lib/sms/analyze";
import { transcode } from "@/lib/sms/transcode";

/** A piece of a text, and whether transcoding changes it. */
export interface Stretch {
  start: number;
  text: string;
  changed: boolean;
}

interface Version {
  segments: number;
  stretches: Stretch[];
}

/** What transcoding would make of a text, or why it would leave it alone. */
export type Preview =
  | { kind: "empty" | "plain" | "fits" | "no_gain" }
  | { kind: "rewritten"; before: Version; after: Version };

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** What transcoding would make of a text. Pure. */
export function previewOf(body: string): Preview {
  if (body === "") return { kind: "empty" };
  const { encoding, segments, transcoded } = analyze(body, { transcode: true });
  if (transcoded) {
    const [before, after] = stretchesOf(body, transcoded.body);
    return {
      kind: "rewritten",
      before: { segments, stretches: before },
      after: { segments: transcoded.segments, stretches: after },
    };
  }
  if (encoding === "GSM-7") return { kind: "plain" };
  return { kind: segments === 1 ? "fits" : "no_gain" };
}

/** Both texts in pieces that changed or did not. Where the pieces cannot be told apart, each is one piece. */
function stretchesOf(body: string, rewritten: string): [Stretch[], Stretch[]] {
  const pairs = [...graphemes.segment(body)].map(({ segment }) => [segment, transcode(segment)] as const);
  if (pairs.map(([, after]) => after).join("") !== rewritten)
    return [[{ start: 0, text: body, changed: false }], [{ start: 0, text: rewritten, changed: false }]];
  const before: Stretch[] = [];
  const after: Stretch[] = [];
  for (const [was, is] of pairs) {
    add(before, was, was !== is);
    add(after, is, was !== is);
  }
  return [before, after];
}

function add(stretches: Stretch[], text: string, changed: boolean): void {
  const last = stretches.at(-1);
  if (last?.changed === changed) last.text += text;
  else stretches.push({ start: last ? last.start + last.text.length : 0, text, changed });
}
