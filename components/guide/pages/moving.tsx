import { GuideLink } from "../guide-link";
import { Host } from "../own";
import { InlineCode, P, Points, Section, Table } from "../prose";

const AUTH = "https://auth.routee.net";
const API = "https://connect.routee.net";

/** Routee's addresses that Tidings answers too, with what they are for. */
const ADDRESSES = [
  [`${AUTH}/oauth/token`, "/oauth/token", "A token"],
  [`${API}/sms`, "/sms", "Send a message"],
  [`${API}/sms/analyze`, "/sms/analyze", "What a text would cost"],
  [`${API}/sms/tracking/single/{trackingId}`, "/sms/tracking/single/{trackingId}", "What became of a message"],
  [`${API}/sms/tracking`, "/sms/tracking", "Search messages"],
  [`${API}/sms/campaign`, "/sms/campaign", "One text to many"],
  [`${API}/sms/tracking/campaign/{trackingId}`, "/sms/tracking/campaign/{trackingId}", "The messages of a campaign"],
] as const;

export function Moving() {
  return (
    <>
      <P>
        Your program keeps its code. Two hosts become one, and the application’s ID and secret become the ID and secret
        of an API key. Routee’s credentials stay in Tidings, with the app.
      </P>
      <Section id="addresses" title="Addresses">
        <Table
          caption="Routee’s addresses and Tidings’"
          head={["Routee", "Tidings", "For"]}
          rows={ADDRESSES.map(([theirs, ours, purpose]) => ({
            key: theirs,
            cells: [
              <code key="theirs" className="wrap-anywhere font-mono text-ink-muted text-xs">
                {theirs}
              </code>,
              <Host key="ours" path={ours} />,
              purpose,
            ],
          }))}
        />
      </Section>
      <Section id="differences" title="What is different">
        <Points
          items={[
            {
              key: "promise",
              text: "200 means stored. Tidings hands the message to Routee and goes on trying where Routee cannot be reached.",
            },
            {
              key: "id",
              text: (
                <>
                  <InlineCode>trackingId</InlineCode> is Tidings’ own. Routee’s is added once it is known, and both are
                  understood.
                </>
              ),
            },
            {
              key: "callbacks",
              text: (
                <>
                  Callbacks come once for each change of the message, not once a segment, are signed, and are repeated
                  for longer. A receiver has 15 seconds instead of 2. <GuideLink to="callbacks">More</GuideLink>
                </>
              ),
            },
            {
              key: "words",
              text: (
                <>
                  Two more final statuses: <GuideLink to="statuses">Rejected and Unknown</GuideLink>.
                </>
              ),
            },
            {
              key: "late",
              text: "What only Routee can find wrong, such as a low balance, shows as the message’s status, not as a 400.",
            },
          ]}
        />
      </Section>
      <Section id="plan" title="In this order">
        <Points
          ordered
          items={[
            {
              key: "app",
              text: "Make a sandbox app and a key. Change host and credentials in a test of your program.",
            },
            {
              key: "try",
              text: (
                <>
                  Send to the <GuideLink to="sandbox">sandbox recipients</GuideLink>, and see that your program takes
                  each outcome well.
                </>
              ),
            },
            { key: "live", text: "Make a live app with your Routee credentials, and a key of its own." },
            { key: "switch", text: "Change host and credentials of the program itself. Going back is the same step." },
          ]}
        />
      </Section>
    </>
  );
}
