import { GuideLink } from "../guide-link";
import { Host } from "../own";
import { InlineCode, P, Points, Section, Table } from "../prose";

const AUTH = "https://auth.routee.net";
const API = "https://connect.routee.net";

/** Routee's addresses that Tidings answers too, with what they are for. */
const ADDRESSES = [
  ["POST", AUTH, "/oauth/token", "A token"],
  ["POST", API, "/sms", "Send a message"],
  ["POST", API, "/sms/analyze", "What a text is made of"],
  ["GET", API, "/sms/tracking/single/{trackingId}", "What became of a message"],
  ["POST", API, "/sms/tracking", "Search messages"],
  ["POST", API, "/sms/campaign", "One text to many"],
  ["PUT, DELETE", API, "/sms/{trackingId}", "Change or cancel a campaign"],
  ["GET", API, "/campaigns/{trackingId}", "How a campaign stands"],
  ["GET", API, "/sms/tracking/campaign/{trackingId}", "Its messages"],
  ["GET", API, "/accounts/me/balance", "The account’s balance"],
  ["GET", API, "/system/prices", "Prices by network"],
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
          head={["At both", "Routee’s host", "For"]}
          rows={ADDRESSES.map(([methods, theirs, path, purpose]) => ({
            key: path,
            cells: [
              <code key="path" className="wrap-anywhere font-mono text-xs">
                <span className="font-semibold text-accent">{methods}</span> {path}
              </code>,
              <code key="theirs" className="whitespace-nowrap font-mono text-ink-muted text-xs">
                {theirs}
              </code>,
              purpose,
            ],
          }))}
        />
        <P>
          Here every one of them is at <Host />. What else Routee offers, such as voice, contacts and number lookup, is
          answered 501.
        </P>
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
                  <InlineCode>trackingId</InlineCode> in the answer is Tidings’ own. Tracking and callbacks name a
                  message by Routee’s as soon as that is known; both find it. Match callbacks by a{" "}
                  <InlineCode>label</InlineCode> of yours, if your program keeps the first.
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
