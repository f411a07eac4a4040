"use client";

import { ArrowDown } from "lucide-react";
import { useDeferredValue, useId } from "react";
import { type Preview, previewOf } from "./transcode-preview";

interface TranscodeFieldProps {
  body: string;
  transcode: boolean;
  /** Whether the app asks for it by itself. */
  enforced: boolean;
  onChange: (transcode: boolean) => void;
}

/** Whether Routee shall rewrite the text in the SMS alphabet, with what would become of it. */
export function TranscodeField({ body, transcode, enforced, onChange }: TranscodeFieldProps) {
  const hint = useId();
  const preview = previewOf(useDeferredValue(body));
  return (
    <div className="grid gap-2" data-field="transcode">
      <label className="flex items-start gap-2">
        <input
          type="checkbox"
          name="transcode"
          checked={transcode}
          aria-describedby={hint}
          onChange={(event) => onChange(event.target.checked)}
          className="mt-0.5 size-4 accent-accent"
        />
        <span className="grid">
          <span className="font-medium">Transcode to save segments</span>
          <span id={hint} className="text-ink-muted text-xs">
            Characters outside the SMS alphabet are replaced by look-alikes where that saves segments.
            {enforced && " This app does so by default."}
          </span>
        </span>
      </label>
      {transcode && <PreviewWords preview={preview} />}
    </div>
  );
}

const count = (segments: number) => (segments === 1 ? "1 segment" : `${segments} segments`);

function PreviewWords({ preview }: { preview: Preview }) {
  if (preview.kind !== "rewritten")
    return (
      <p className="text-ink-muted text-xs" data-transcode-preview={preview.kind}>
        {WORDS[preview.kind]}
      </p>
    );
  const { before, after } = preview;
  return (
    <div data-transcode-preview="rewritten" className="grid gap-1.5 rounded-md border bg-sunken px-3 py-2 text-sm">
      <Version name="As written" segments={before.segments} stretches={before.stretches} />
      <ArrowDown aria-hidden="true" className="size-4 text-ink-muted" />
      <Version name="As sent" segments={after.segments} stretches={after.stretches} />
    </div>
  );
}

const WORDS: Readonly<Record<Exclude<Preview["kind"], "rewritten">, string>> = {
  empty: "The text after transcoding is shown here.",
  plain: "Nothing to replace: every character is in the SMS alphabet.",
  fits: "The text fits one segment as it is, so Routee does not transcode it.",
  no_gain: "Transcoding would save no segment here, so the text is sent as it is written.",
};

interface VersionProps {
  name: string;
  segments: number;
  stretches: readonly { start: number; text: string; changed: boolean }[];
}

function Version({ name, segments, stretches }: VersionProps) {
  return (
    <div className="grid gap-0.5">
      <p className="flex justify-between gap-3 text-xs">
        <span className="text-ink-muted">{name}</span>
        <span className="font-medium tabular-nums">{count(segments)}</span>
      </p>
      <p className="max-h-32 overflow-y-auto whitespace-pre-wrap">
        {stretches.map(({ start, text, changed }) =>
          changed ? (
            <mark key={start} className="rounded-xs bg-accent-soft px-px text-ink underline decoration-accent">
              {text}
            </mark>
          ) : (
            <span key={start}>{text}</span>
          ),
        )}
      </p>
    </div>
  );
}
