import { framework, type Refusal } from "./refusal";

/** What Routee has beside SMS, by the beginning of its addresses (next.config.mjs sends them here). */
const SERVICES: Readonly<Record<string, string>> = {
  "2step": "two-step verification",
  contacts: "contacts",
  failover: "failover",
  groups: "groups of contacts",
  lookup: "number lookup",
  numbers: "rented numbers",
  numbervalidator: "number validation",
  pools: "number pools",
  reports: "reports",
  security: "lists of allowed addresses",
  viber: "Viber",
  voice: "voice",
  accounts: "this account resource",
  system: "this system resource",
  sms: "this SMS resource",
};

/** The answer to a request for something of Routee's that Tidings does not have. Pure. */
export function notOffered(path: string): Refusal {
  const name = path.split("/")[1] ?? "";
  const service = Object.hasOwn(SERVICES, name) ? SERVICES[name] : "this resource";
  return framework(501, "Not Implemented", `Tidings does not offer ${service}.`, path);
}
