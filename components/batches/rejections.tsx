import { Card, CardTitle } from "@/components/ui/card";
import { type BatchDetail, REJECTIONS_TOLD } from "@/lib/batches/contract";
import { counted, reasonWords } from "./batch-words";

/** Who was left out of a batch, and why. */
export function Rejections({ batch }: { batch: BatchDetail }) {
  const { rejected, rejections } = batch;
  return (
    <Card aria-labelledby="rejected" className="overflow-clip">
      <div className="grid gap-1 px-4 pt-4 pb-3 md:px-5">
        <CardTitle id="rejected">Left out: {counted(rejected, "recipient")}</CardTitle>
        {rejected > rejections.length && (
          <p className="text-ink-muted">
            The first {REJECTIONS_TOLD.toLocaleString("en-GB")} are listed. The answer to the request had all of them.
          </p>
        )}
      </div>
      <section
        className="max-h-96 overflow-y-auto border-t"
        aria-label="Recipients that were left out"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
        tabIndex={0}
      >
        <table className="w-full">
          <thead className="sticky top-0 bg-sunken text-ink-muted text-xs">
            <tr className="[&>th]:px-4 [&>th]:py-1.5 [&>th]:text-left [&>th]:font-medium md:[&>th]:px-5">
              <th scope="col" className="whitespace-nowrap">
                Row
              </th>
              <th scope="col">Given</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {rejections.map(({ row, to, code }) => (
              <tr key={row} className="border-t align-top [&>td]:px-4 [&>td]:py-1.5 md:[&>td]:px-5">
                <td className="whitespace-nowrap tabular-nums">{row.toLocaleString("en-GB")}</td>
                <td className="wrap-anywhere font-mono text-xs">
                  {to || <span className="font-sans text-ink-muted">Nothing</span>}
                </td>
                <td>{reasonWords(code)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  );
}
