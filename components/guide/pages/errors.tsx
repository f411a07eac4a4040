import { USUAL_REQUESTS_PER_MINUTE } from "@/lib/keys/contract";
import { PROBLEMS } from "@/lib/platform/problem";
import { Answer } from "../answer";
import { CodeBox } from "../code-box";
import { GuideLink } from "../guide-link";
import { InlineCode, P, Points, Section, Table } from "../prose";

/** What only people in the dashboard can meet. */
const NOT_FOR_PROGRAMS: readonly string[] = ["setup_done", "unauthenticated", "conflict", "method_not_allowed"];
const OF_SENDING = [
  ["400000000", "A field is missing or wrong; properties says which and why."],
  ["400005000", "The sender ID is not one, or there is no recipient."],
  ["400007001", "The time range of a search is not valid."],
  ["403000000", "The API key does not have the scope for this."],
  ["404005000", "No message of this app has this tracking ID."],
  ["404009001", "No campaign of this app has this tracking ID."],
] as const;

export function Errors() {
  return (
    <>
      <Section id="routee" title="On Routee’s addresses">
        <P>
          <InlineCode>/sms</InlineCode> and its kin answer errors as Routee does: a code of nine digits, the first three
          of which are the HTTP status.
        </P>
        <Answer of="routeeError" title="400 Bad Request" />
        <Table
          caption="Routee’s error codes"
          head={["Code", "Meaning"]}
          rows={OF_SENDING.map(([code, meaning]) => ({
            key: code,
            cells: [<InlineCode key="code">{code}</InlineCode>, meaning],
          }))}
        />
        <P>
          A token that is unknown or expired is 401 with <InlineCode>error: invalid_token</InlineCode>, as OAuth has it.
          What Routee offers and Tidings does not is 501.
        </P>
        <P>
          What Routee itself finds wrong, such as a low balance, comes after your request was answered: the message then
          ends as <GuideLink to="statuses">Rejected</GuideLink>, with Routee’s words as the reason.
        </P>
      </Section>
      <Section id="ours" title="On Tidings’ own addresses">
        <P>
          Problem details after RFC 9457. <InlineCode>code</InlineCode> does not change; the words may.{" "}
          <InlineCode>requestId</InlineCode> finds the request in the server’s log.
        </P>
        <Answer of="problem" title="422 Unprocessable Content" />
        <Table
          caption="Codes of Tidings’ own addresses"
          head={["HTTP", "Code", "Meaning"]}
          rows={Object.entries(PROBLEMS)
            .filter(([code]) => !NOT_FOR_PROGRAMS.includes(code))
            .map(([code, { status, title }]) => ({
              key: code,
              cells: [
                <span key="status" className="tabular-nums">
                  {status}
                </span>,
                <InlineCode key="code">{code}</InlineCode>,
                title,
              ],
            }))}
        />
      </Section>
      <Section id="limits" title="Rate limits">
        <P>
          A key may make {USUAL_REQUESTS_PER_MINUTE.toLocaleString("en-GB")} requests a minute unless it was given more
          or less. Every answer tells where you stand; on 429 wait for the seconds in{" "}
          <InlineCode>Retry-After</InlineCode>.
        </P>
        <CodeBox
          title="In every answer"
          what="the headers"
          code={`RateLimit-Limit: ${USUAL_REQUESTS_PER_MINUTE}\nRateLimit-Remaining: ${USUAL_REQUESTS_PER_MINUTE - 1}\nRateLimit-Reset: 42`}
          language="http"
        />
      </Section>
      <Section id="idempotency" title="Repeating a request">
        <P>
          When no answer comes, you cannot know whether the message was taken. Send an{" "}
          <InlineCode>Idempotency-Key</InlineCode> with <InlineCode>POST /api/messages</InlineCode> or{" "}
          <InlineCode>POST /sms</InlineCode>, and repeat with the same one.
        </P>
        <Points
          items={[
            { key: "form", text: "1 to 255 printable ASCII characters without spaces; an order number will do." },
            { key: "same", text: "The same key and body: the first answer again, for 24 hours, byte for byte." },
            { key: "other", text: "The same key with another body: 409, idempotency_key_reused." },
            {
              key: "running",
              text: "While the first is still being answered: 409, idempotency_in_progress. Ask again.",
            },
          ]}
        />
      </Section>
    </>
  );
}
