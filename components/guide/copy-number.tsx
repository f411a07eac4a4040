import { CopyButton } from "@/components/ui/copy-button";

/** A number with a button that copies it. */
export function CopyNumber({ number }: { number: string }) {
  return (
    <span className="flex flex-wrap items-center gap-x-1">
      <code className="font-mono text-xs">{number}</code>
      <CopyButton text={number} what={number} />
    </span>
  );
}
