import { explain } from "@/components/messages/explain-status";
import { StatusBadge } from "@/components/messages/status-badge";
import { MESSAGE_STATUSES } from "@/lib/messages/contract";
import { STATUSES } from "@/lib/messages/status";
import { DETAILED_STATUSES, explainDetail } from "@/lib/routee/reasons";
import { P, Section, Table } from "../prose";

export function Statuses() {
  return (
    <>
      <Section id="statuses" title="Statuses">
        <P>
          A final status does not go back to one that is not. It can be corrected by another final one, when a network
          reports better news late. Some words are Routee’s, others ours: before Routee has the message, or where it
          never will.
        </P>
        <Table
          caption="Statuses of a message"
          head={["Status", "Final", "Whose word", "Meaning", "What to do"]}
          rows={MESSAGE_STATUSES.map((status) => {
            const { sentence, whatToDo } = explain(status);
            const { final, by } = STATUSES[status];
            return {
              key: status,
              cells: [
                <StatusBadge key="status" status={status} />,
                final ? (
                  "Final"
                ) : (
                  <span key="final" className="text-ink-muted">
                    No
                  </span>
                ),
                by === "us" ? "Tidings" : "Routee",
                sentence,
                whatToDo,
              ],
            };
          })}
        />
        <P>
          Routee may report a word that it does not document. It is shown as it came and does not count as final: treat
          words you do not know the same way. On Routee’s addresses Scheduled and Accepted read as Queued.
        </P>
      </Section>
      <Section id="reasons" title="Detailed reasons">
        <P>
          A status can have a reason, <code className="font-mono text-[0.92em]">reason.detailedStatus</code>. These are
          the ones that Routee documents. In India there are more, which begin with “DND Error Code”.
        </P>
        <Table
          caption="Detailed reasons"
          head={["Detailed status", "Meaning", "What to do"]}
          rows={[...DETAILED_STATUSES, "DND Error Code"].map((name) => {
            const words = explainDetail(name);
            return {
              key: name,
              cells: [
                <span key="name" className="font-medium">
                  {name}
                </span>,
                words?.sentence,
                words?.whatToDo,
              ],
            };
          })}
        />
      </Section>
    </>
  );
}
