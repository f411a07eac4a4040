import type { QuietHours } from "./contract";

/** Hours of the day in which nothing is handed over. Pure: time is given. */

const MINUTE = 60_000;
const DAY_MINUTES = 1_440;

/** Minutes after midnight by the wall clock of a zone. */
function minuteOfDay(at: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const [hours = 0, minutes = 0] = parts.format(at).split(":").map(Number);
  return hours * 60 + minutes;
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/**
 * When the quiet hours that it is now end, or null when it is none. They may run across midnight; where the clock is
 * put forward or back meanwhile, the end is still the wall clock's.
 */
export function quietUntil({ from, until, zone }: QuietHours, now: Date): Date | null {
  const [begin, end] = [minutesOf(from), minutesOf(until)];
  const local = minuteOfDay(now, zone);
  const quiet = begin < end ? local >= begin && local < end : local >= begin || local < end;
  if (!quiet) return null;
  const ahead = (end - local + DAY_MINUTES) % DAY_MINUTES;
  const guess = new Date(Math.floor(now.getTime() / MINUTE) * MINUTE + ahead * MINUTE);
  // A change of the clock in between moves the guess by as much as it moved.
  const off = ((minuteOfDay(guess, zone) - end + DAY_MINUTES + DAY_MINUTES / 2) % DAY_MINUTES) - DAY_MINUTES / 2;
  return new Date(guess.getTime() - off * MINUTE);
}
