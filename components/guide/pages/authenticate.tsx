import { SCOPES } from "@/lib/keys/contract";
import { Answer } from "../answer";
import { BearerHeader, FillIn } from "../own";
import { InlineCode, P, Points, Section, Table } from "../prose";
import { Sample } from "../sample";

const SCOPE_WORDS: Readonly<Record<(typeof SCOPES)[number], string>> = {
  "messages:send": "Send messages, and analyse their texts.",
  "messages:read": "Read messages, their events and their statuses.",
};

export function Authenticate() {
  return (
    <>
      <P>
        An API key belongs to one app and speaks only for it. It has an ID, which is no secret, and a secret. There are
        two ways to use it; both can be used side by side.
      </P>
      <div className="mt-5">
        <FillIn />
      </div>
      <Section id="secret" title="With the secret itself">
        <P>Send the secret as a bearer. Nothing has to be fetched or renewed.</P>
        <BearerHeader />
      </Section>
      <Section id="token" title="With a token, as at Routee">
        <P>
          Exchange ID and secret for a token: HTTP Basic, with <InlineCode>grant_type=client_credentials</InlineCode>.
          It is what Routee’s own clients do with application ID and secret.
        </P>
        <Sample operation="token" />
        <Answer of="token" title="200 OK" />
        <Points
          items={[
            {
              key: "life",
              text: (
                <>
                  A token lives for an hour. <InlineCode>expires_in</InlineCode> says how many seconds are left.
                </>
              ),
            },
            { key: "same", text: "While it lives, asking again gives the same token with what is left of its life." },
            {
              key: "renew",
              text: "On 401 get a new token and repeat the request once: what is answered 401 was not sent.",
            },
            {
              key: "narrow",
              text: (
                <>
                  <InlineCode>scope</InlineCode> narrows a token: name the scopes it is to have, with spaces between.
                </>
              ),
            },
          ]}
        />
      </Section>
      <Section id="scopes" title="Scopes">
        <Table
          caption="Scopes of an API key"
          head={["Scope", "Allows"]}
          rows={SCOPES.map((scope) => ({
            key: scope,
            cells: [<InlineCode key={scope}>{scope}</InlineCode>, SCOPE_WORDS[scope]],
          }))}
        />
        <P>
          Keep keys on your server: whoever has the secret can send at your expense. A revoked key is refused at once,
          and its tokens with it. A key in an address is refused and should be replaced, since addresses end up in logs.
        </P>
      </Section>
    </>
  );
}
