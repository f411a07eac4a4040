import { SANDBOX_RECIPIENTS } from "@/lib/routee/sandbox-recipients";
import { CopyNumber } from "../copy-number";
import { P, Section, Table } from "../prose";
import { Sample } from "../sample";

export function SandboxRecipients() {
  return (
    <>
      <P>
        An app of the sandbox environment speaks to a stand-in for Routee. Nothing reaches a phone and nothing costs.
        The recipient decides what happens; every number that is not listed is delivered after about 2.5 seconds.
      </P>
      <Section id="try" title="Try one">
        <Sample operation="send" />
      </Section>
      <Section id="recipients" title="Recipients">
        <Table
          caption="Sandbox recipients"
          head={["Number", "What happens"]}
          rows={SANDBOX_RECIPIENTS.map(({ example, explanation, detailedStatus }) => ({
            key: example,
            cells: [
              <CopyNumber key="number" number={example} />,
              <>
                {explanation}
                {detailedStatus && <span className="text-ink-muted"> Reason: {detailedStatus}.</span>}
              </>,
            ],
          }))}
        />
      </Section>
    </>
  );
}
