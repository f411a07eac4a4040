import { USUAL_REQUESTS_PER_MINUTE } from "@/lib/keys/contract";
import { PROBLEMS } from "@/lib/platform/problem";
import { explainErrorCode } from "@/lib/routee/reasons";
import { Answer } from "../answer";
import { CodeBox } from "../code-box";
import { GuideLink } from "../guide-link";
import { InlineCode, P, Points, Section, Table } from "../prose";

/** What only people in the dashboard can meet. */
const NOT_FOR_PROGRAMS: readonly string[] = ["setup_done", "unauthenticated", "conflict", "method_not_allowed"];
const OF_SENDING = ["400000000", "403000000", "400001009", "400005000", "404005000"] as const;

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
          rows={OF_SENDING.map((code) => ({
            key: code,
            cells: [<InlineCode key="code">{code}</InlineCode>, explainErrorCode(code)],
          }))}
        />
        <P>
          What Routee itself finds wrong comes after your request was answered: the message then ends as{" "}
          <GuideLink to="statuses">Rejected</GuideLink>, with Routee’s words as the reason.
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
          <InlineCode>Idempotency-Key</InlineCode> with <InlineCode>POST /api/messages</InlineCode>, and repeat with the
          same one.
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
