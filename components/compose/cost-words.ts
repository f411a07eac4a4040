import type { ProviderAnalysis } from "@/lib/messages/contract";

/** What a text costs by Routee's words, or null where it does not say. `transcode`: whether it is asked for. Pure. */
export function costWords({ cost, parts, transcoded }: ProviderAnalysis, transcode: boolean): string | null {
  if (cost === null) return null;
  const segments = (transcode ? transcoded?.parts : null) ?? parts;
  if (segments === null) return `Routee: ${cost} a segment.`;
  if (segments === 1) return `Routee: ${cost} for 1 segment.`;
  return `Routee: ${times(cost, segments)} for ${segments} segments, ${cost} each.`;
}

/** A decimal so many times, without what floating point adds. */
function times(decimal: string, count: number): string {
  const [, fraction = ""] = decimal.split(".");
  return String(Number((Number(decimal) * count).toFixed(fraction.length)));
}
