import type { Offender } from "@/lib/sms/offenders";

export interface OffenderGroup {
  char: string;
  name: string;
  /** Where it stands, in characters from 1. */
  positions: number[];
}

/** Each character once, with all its positions as a person counts them. Pure. */
export function groupOffenders(text: string, found: readonly Offender[]): OffenderGroup[] {
  const groups = new Map<string, OffenderGroup>();
  for (const { char, name, index } of found) {
    const group = groups.get(char) ?? { char, name, positions: [] };
    group.positions.push([...text.slice(0, index)].length + 1);
    groups.set(char, group);
  }
  return [...groups.values()];
}

/** The text cut into stretches that are in GSM-7 and those that are not, in order. Pure. */
export function markOffenders(
  text: string,
  found: readonly Offender[],
): { start: number; text: string; off: boolean }[] {
  const stretches: { start: number; text: string; off: boolean }[] = [];
  let position = 0;
  const push = (end: number, off: boolean) => {
    if (end > position) stretches.push({ start: position, text: text.slice(position, end), off });
    position = end;
  };
  for (const { char, index } of found) {
    push(index, false);
    push(index + char.length, true);
  }
  push(text.length, false);
  return stretches;
}
