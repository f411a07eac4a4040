import { SENDER_ID_LIMITS } from "@/lib/sms/sender-id";
import { GuideLink } from "../guide-link";
import { InlineCode, P, Points, Section, Table } from "../prose";

export function Numbers() {
  return (
    <>
      <Section id="e164" title="Phone numbers">
        <P>
          A recipient is written in international format, E.164: a plus, the country code, the number. At most 15
          digits, no spaces, brackets or leading zeros.
        </P>
        <Table
          caption="How a number is written"
          head={["Written", "As E.164", "Why"]}
          rows={[
            { key: "good", cells: ["+306900000001", <Good key="good" number="+306900000001" />, "As it should be."] },
            {
              key: "national",
              cells: [
                "690 000 0001",
                <Good key="good" number="+306900000001" />,
                "The country code is missing, and spaces do not belong.",
              ],
            },
            {
              key: "zeros",
              cells: ["0030 6900000001", <Good key="good" number="+306900000001" />, "00 is dialled; + is written."],
            },
            {
              key: "trunk",
              cells: [
                "+44 (0)7700 900123",
                <Good key="good" number="+447700900123" />,
                "The zero in brackets is only for calls within the country.",
              ],
            },
          ]}
        />
        <P>
          Whether a number could exist at all is checked before a message is taken. Whether it does, only the network
          can say: the message then ends as Undelivered, with{" "}
          <GuideLink to="statuses" section="reasons">
            Unknown Number
          </GuideLink>
          .
        </P>
      </Section>
      <Section id="sender" title="Sender IDs">
        <P>
          <InlineCode>from</InlineCode> is what the phone shows as the sender. Without it the app’s default sender is
          used.
        </P>
        <Points
          items={[
            {
              key: "name",
              text: `A name: up to ${SENDER_ID_LIMITS.alphanumeric} letters A to Z, digits and spaces. Nobody can reply to it.`,
            },
            {
              key: "number",
              text: `A number: up to ${SENDER_ID_LIMITS.digits} digits, without a plus. Replies go to it if it is yours.`,
            },
            {
              key: "rules",
              text: "Some countries accept only senders that are registered, or replace names. Routee knows which.",
            },
          ]}
        />
      </Section>
    </>
  );
}

function Good({ number }: { number: string }) {
  return <InlineCode>{number}</InlineCode>;
}
