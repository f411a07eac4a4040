import { LIMITS } from "@/lib/messages/contract";
import { Answer } from "../answer";
import { GuideLink } from "../guide-link";
import { InlineCode, P, Section, Table } from "../prose";
import { Sample } from "../sample";

const number = (value: number) => value.toLocaleString("en-GB");

const FIELDS = [
  ["body", "string", `The text, at most ${number(LIMITS.body)} characters. Required.`],
  ["to", "string", "The recipient, E.164 with its +. Required."],
  ["from", "string", "The sender. Without it the app’s default sender is used."],
  ["callback", "object", "Where to post the status, and when: url and strategy (OnChange or OnCompletion)."],
  ["transcode", "boolean", "Whether to rewrite the text into fewer segments. Without it the app’s setting decides."],
  ["label", "string", `Words of your own, at most ${LIMITS.label} characters. They come back in callbacks.`],
  ["ttl", "number", `Minutes until it is given up, ${LIMITS.ttlMin} to ${number(LIMITS.ttlMax)}. Without it 72 hours.`],
  ["flash", "boolean", "Show it on the screen at once and do not keep it."],
] as const;

export function Send() {
  return (
    <>
      <Section id="compatible" title="As for Routee: POST /sms">
        <P>
          The same body, answer and errors as Routee’s. The answer comes when the message is stored and sure to be
          handed over; if Routee cannot be reached just then, it is tried again without you.
        </P>
        <Sample operation="send" />
        <Answer of="sent" title="200 OK" />
        <P>
          <InlineCode>trackingId</InlineCode> is the name of the message from now on: in{" "}
          <GuideLink to="tracking">tracking</GuideLink> and in the dashboard. Routee’s own ID, once it is known, finds
          it as well.
        </P>
      </Section>
      <Section id="fields" title="Fields">
        <Table
          caption="Fields of a message"
          head={["Field", "Type", "Meaning"]}
          rows={FIELDS.map(([name, type, meaning]) => ({
            key: name,
            cells: [
              <InlineCode key="name">{name}</InlineCode>,
              <span key="type" className="text-ink-muted">
                {type}
              </span>,
              meaning,
            ],
          }))}
        />
      </Section>
      <Section id="ours" title="Tidings’ own: POST /api/messages">
        <P>
          The same fields and a few more: <InlineCode>scheduledAt</InlineCode> keeps a message until its time comes. An{" "}
          <InlineCode>Idempotency-Key</InlineCode> makes the request safe to repeat: within 24 hours the same key with
          the same body gives the first answer again and sends nothing twice.
        </P>
        <Sample operation="sendOurs" />
        <P>
          The answer is 202 with the message as it stands. Errors are <GuideLink to="errors">problem details</GuideLink>{" "}
          with a code that does not change.
        </P>
      </Section>
    </>
  );
}
