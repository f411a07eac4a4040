/** Quiet hours of campaigns, in the recipient's own time: 23:00 to 8:00 and 14:00 to 17:00. Pure. */

interface Place {
  iso3: string;
  /** Null where quiet hours are not supported. */
  timeZone: string | null;
}

/** By ISO 3166-1 alpha-2: the countries of the simulated networks. Which of them are supported is made up. */
export const PLACES: Readonly<Record<string, Place>> = {
  CY: { iso3: "CYP", timeZone: "Asia/Nicosia" },
  DE: { iso3: "DEU", timeZone: "Europe/Berlin" },
  ES: { iso3: "ESP", timeZone: "Europe/Madrid" },
  FR: { iso3: "FRA", timeZone: "Europe/Paris" },
  GB: { iso3: "GBR", timeZone: "Europe/London" },
  GR: { iso3: "GRC", timeZone: "Europe/Athens" },
  IN: { iso3: "IND", timeZone: null },
  IT: { iso3: "ITA", timeZone: "Europe/Rome" },
  US: { iso3: "USA", timeZone: null },
};

const HOUR = 60;
const NIGHT = { from: 23 * HOUR, until: 8 * HOUR };
const SIESTA = { from: 14 * HOUR, until: 17 * HOUR };
const DAY = 24 * HOUR;

/** How long a message to a country has to wait; 0 outside quiet hours. @param at epoch milliseconds. @returns milliseconds. */
export function quietWait(country: string | null, at: number): number {
  const timeZone = PLACES[country ?? ""]?.timeZone;
  if (!timeZone) return 0;
  const minutes = minutesOfDay(at, timeZone);
  if (minutes >= NIGHT.from) return (DAY - minutes + NIGHT.until) * 60_000;
  if (minutes < NIGHT.until) return (NIGHT.until - minutes) * 60_000;
  if (minutes >= SIESTA.from && minutes < SIESTA.until) return (SIESTA.until - minutes) * 60_000;
  return 0;
}

function minutesOfDay(at: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const [hours = 0, minutes = 0] = format.format(at).split(":").map(Number);
  return hours * HOUR + minutes;
}
