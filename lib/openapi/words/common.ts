import type { Words } from "@/lib/openapi/describe";

/** Words for what several requests and answers have in common. */

/** How to name the address and the strategy of a callback. */
export const CALLBACK: Words = {
  url: "The absolute web address that is posted to, without user name or password; `https://` for a live app, and not in a private network unless the installation allows it.",
  strategy: "`OnChange` calls back on every change of the status, `OnCompletion` only when it becomes final.",
};

export const REASON: Words = {
  detailedStatus: "The reason in few words: Routee's, for example `Unknown Number` or `Expired`, or ours.",
  description: "The reason in a sentence; may be empty.",
};

/** The filters that all paged lists have. */
export const PAGING: Words = {
  cursor: "`nextCursor` of the page before; left out, the list begins with the newest.",
  limit: "How many there are on a page.",
};

export const OWN_APP =
  "The app's id; an API key has only its own app, so that it can be left out there, and another one is not found.";
