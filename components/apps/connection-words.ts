import type { Connection } from "@/lib/apps/contract";

/** An app's way to Routee in words. Pure. */
export function connectionWords({ state, failures }: Connection): { word: string; sentence: string } {
  if (state === "half_open")
    return {
      word: "Trying again",
      sentence: "One request is trying whether Routee answers again. The others wait for it.",
    };
  if (state === "open")
    return {
      word: "Paused",
      sentence: `${failures} requests in a row failed, so Tidings asks Routee nothing for now. Messages wait and go on by themselves.`,
    };
  if (failures > 0)
    return {
      word: "Working, with failures",
      sentence: failures === 1 ? "The last request failed." : `The last ${failures} requests failed.`,
    };
  return { word: "Working", sentence: "Requests to Routee are answered." };
}
