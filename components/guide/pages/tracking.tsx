import { Answer } from "../answer";
import { GuideLink } from "../guide-link";
import { InlineCode, P, Points, Section } from "../prose";
import { Sample } from "../sample";

export function Tracking() {
  return (
    <>
      <P>
        Ask with the tracking ID from the answer to your request. What is told is what Tidings knows at that moment; no
        question goes to Routee for it, so asking is cheap.
      </P>
      <Section id="compatible" title="As at Routee">
        <Sample operation="track" />
        <P>The answer is a list with one item for each segment of the message.</P>
        <Answer of="tracked" title="200 OK" />
        <Points
          items={[
            {
              key: "status",
              text: (
                <>
                  <InlineCode>status.status</InlineCode> is the word, <InlineCode>status.date</InlineCode> its time. In
                  a callback the same two are called <InlineCode>name</InlineCode> and{" "}
                  <InlineCode>updatedDate</InlineCode>.
                </>
              ),
            },
            {
              key: "parts",
              text: "Segments can end differently. The message has arrived only if every one of them is Delivered.",
            },
            { key: "unknown", text: "404 with code 404005000: no message of this app has that ID." },
          ]}
        />
      </Section>
      <Section id="ours" title="Tidings’ own">
        <P>One message with one status, its segments, every event, and the callbacks that were made for it.</P>
        <Sample operation="readOurs" />
        <Answer of="ours" title="200 OK, in part" />
      </Section>
      <Section id="often" title="How often to ask">
        <P>
          Most messages are final within ten seconds. Ask every few seconds for the first minute, then every few
          minutes, and stop once the status is <GuideLink to="statuses">final</GuideLink>. For more than a handful of
          messages let yourself be <GuideLink to="callbacks">called back</GuideLink>.
        </P>
      </Section>
    </>
  );
}
