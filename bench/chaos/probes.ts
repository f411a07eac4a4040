import { receiptToken } from "@/lib/messages/receipt-token";
import { newId } from "@/lib/platform/ids";
import { type Answer, ask, post } from "../support/post";
import { receipt } from "../support/receipt";

/** What Tidings has to say while PostgreSQL is away. */
export interface Probes {
  url: string;
  key: string;
  cookie: string;
}

/** What is not as promised. */
export async function probesWhileAway({ url, key, cookie }: Probes): Promise<string[]> {
  // A receipt that is answered 503 may be stored all the same, and one of a message of ours would be news of it.
  const nobody = newId();
  const bearer = { authorization: `Bearer ${key}` };
  const text = { to: "+306900000001", body: "Probe", from: "Tidings" };
  const [health, live, send, sms, posted, page] = await Promise.all([
    ask(`${url}/api/health`),
    ask(`${url}/api/health/live`),
    post(`${url}/api/messages`, bearer, text),
    post(`${url}/sms`, bearer, text),
    post(`${url}/webhooks/routee/${receiptToken(nobody)}`, {}, JSON.parse(receipt(nobody, "Sent", 1))),
    ask(`${url}/messages`, { headers: { cookie, accept: "text/html" } }),
  ]);
  return [
    ...expectations("GET /api/health", health, [
      ["503", health?.status === 503],
      ["a database that is failing", /"database":"failing"/.test(health?.text ?? "")],
    ]),
    ...expectations("GET /api/health/live", live, [["200", live?.status === 200]]),
    ...expectations("POST /api/messages", send, [...unavailable(send), ["problem+json", isProblem(send)]]),
    ...expectations("POST /sms", sms, unavailable(sms)),
    ...expectations("a receipt", posted, unavailable(posted)),
    ...expectations("GET /messages", page, [
      ["an HTML page", /^text\/html/.test(page?.headers.get("content-type") ?? "")],
      ["that the database is away", (page?.text ?? "").includes("DATABASE_AWAY")],
    ]),
  ];
}

const unavailable = (answer: Answer | null): [string, boolean][] => [
  ["503", answer?.status === 503],
  ["Retry-After", Number(answer?.headers.get("retry-after")) > 0],
];

const isProblem = (answer: Answer | null) =>
  answer?.headers.get("content-type") === "application/problem+json" && /"code":"unavailable"/.test(answer.text);

function expectations(what: string, answer: Answer | null, wanted: readonly [string, boolean][]): string[] {
  const said = answer ? `${answer.status} ${answer.text.slice(0, 100)}` : "nothing";
  return wanted.flatMap(([name, holds]) =>
    holds ? [] : [`while PostgreSQL was away ${what} was to give ${name}, and gave ${said}`],
  );
}
