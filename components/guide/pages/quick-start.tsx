import { Answer } from "../answer";
import { GuideLink } from "../guide-link";
import { AppName, FillIn } from "../own";
import { InlineCode, P, Points, Section } from "../prose";
import { Sample } from "../sample";

export function QuickStart() {
  return (
    <>
      <P>
        A program speaks to Tidings with the API key of one app. The addresses and shapes are those of Routee’s SMS API,
        so code that was written for Routee works here once its host and credentials are changed.
      </P>
      <div className="mt-5">
        <FillIn />
      </div>
      <Section id="key" title="1. Take an API key">
        <P>
          Create a key on the page of <AppName />. Its secret is shown once: keep it where your program keeps its
          secrets. Paste it above and it stands in the samples, which you can then run as they are.
        </P>
      </Section>
      <Section id="first" title="2. Send a message">
        <P>
          The secret goes into the <InlineCode>Authorization</InlineCode> header as it is. A token from{" "}
          <GuideLink to="authenticate">/oauth/token</GuideLink> can stand in the same place.
        </P>
        <Sample operation="send" />
        <P>The answer comes once the message is stored. Keep its tracking ID.</P>
        <Answer of="sent" title="200 OK" />
      </Section>
      <Section id="then" title="3. Learn what became of it">
        <P>
          The final status can take from seconds to days: a phone may be switched off. There are two ways to get it.
        </P>
        <Points
          items={[
            {
              key: "tracking",
              text: (
                <>
                  <GuideLink to="tracking">By tracking</GuideLink>: ask with the tracking ID whenever you want to know.
                </>
              ),
            },
            {
              key: "callback",
              text: (
                <>
                  <GuideLink to="callbacks">By callback</GuideLink>: name an address, and the status is posted to it.
                </>
              ),
            },
          ]}
        />
        <Sample operation="track" />
        <P>
          A sandbox app reaches no phone. Send to the <GuideLink to="sandbox">sandbox recipients</GuideLink> to see each
          way in which a message can end.
        </P>
      </Section>
    </>
  );
}
