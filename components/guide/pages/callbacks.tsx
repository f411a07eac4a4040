import { Answer } from "../answer";
import { CodeBox } from "../code-box";
import { GuideLink } from "../guide-link";
import { AppName } from "../own";
import { InlineCode, P, Points, Section, Table } from "../prose";
import { Sample } from "../sample";
import { VERIFY_SAMPLE } from "../samples/verify";

export function Callbacks() {
  return (
    <>
      <P>
        Give a message a callback address, and Tidings posts its status there. The body is Routee’s, so a receiver that
        was written for Routee goes on working.
      </P>
      <Section id="ask" title="For one message">
        <Sample operation="sendWithCallback" />
        <Table
          caption="Strategies"
          head={["Strategy", "When it is posted"]}
          rows={[
            {
              key: "completion",
              cells: [
                <InlineCode key="name">OnCompletion</InlineCode>,
                "Once, when the status is final. Choose it when only the outcome matters.",
              ],
            },
            {
              key: "change",
              cells: [
                <InlineCode key="name">OnChange</InlineCode>,
                "Each time the status changes: Queued, Sent, then the final one.",
              ],
            },
          ]}
        />
      </Section>
      <Section id="default" title="For every message of an app">
        <P>
          Set a default callback in the settings of <AppName />. It is used for every message that names none of its
          own; a callback in the request always comes first.
        </P>
      </Section>
      <Section id="body" title="What is posted">
        <Answer of="callback" title="POST to your address" />
        <Points
          items={[
            {
              key: "id",
              text: (
                <>
                  <InlineCode>messageId</InlineCode> is Routee’s tracking ID once that is known, not the one you were
                  answered. Tracking finds the message by either. To match callbacks with your own records, give each
                  message a <InlineCode>label</InlineCode>: it comes back as you sent it.
                </>
              ),
            },
            { key: "once", text: "One callback for each change of the message, also where it has several segments." },
            {
              key: "new",
              text: (
                <>
                  <InlineCode>sequence</InlineCode>, <InlineCode>previousStatus</InlineCode> and{" "}
                  <InlineCode>final</InlineCode> are additions of Tidings. Fields that do not apply are left out.
                </>
              ),
            },
            {
              key: "order",
              text: "Callbacks of one message come in order. The same one can come twice: take webhook-id as its name.",
            },
          ]}
        />
      </Section>
      <Section id="answer" title="Answer in time">
        <P>
          Any 2xx within 15 seconds counts. Store what came, answer, and work on it afterwards. Redirects are not
          followed. Anything else is tried again after 5 seconds, 5 and 30 minutes, 2, 5, 10 and 10 hours; every attempt
          has the same body. <InlineCode>Retry-After</InlineCode> is honoured, and 410 pauses the address.
        </P>
      </Section>
      <Section id="signature" title="Verify the signature">
        <P>
          Each callback is signed after Standard Webhooks, so libraries for it exist in most languages. Sign{" "}
          <InlineCode>webhook-id.webhook-timestamp.body</InlineCode> with HMAC-SHA256 and compare. Use the body as it
          came, byte for byte, and refuse what is older than five minutes. While the secret is being replaced, two
          signatures stand in the header; one that fits is enough.
        </P>
        <CodeBox title="verify.mjs" what="the check" code={VERIFY_SAMPLE} language="javascript" />
        <P>
          The signing secret is shown when the app is made and when it is replaced, on the page of <AppName />. There
          you can also post a test callback, paste one to have its signature checked, and find the check in other
          languages. Which statuses are final stands under <GuideLink to="statuses">Statuses and reasons</GuideLink>.
        </P>
      </Section>
    </>
  );
}
