import type { CSSProperties } from "react";
import { Marked } from "./marked";
import { choicesOf, type JsonSchema, rowsOf, rulesOf, type SchemaRow, typeOf } from "./rows";

/** Which way a schema goes: of a request it matters what is required, of an answer what may not be there. */
type Way = "request" | "answer";

/** The fields of a body or an answer. */
export function SchemaTable({ schema, label, way }: { schema: JsonSchema; label: string; way: Way }) {
  // What limits a request says nothing about an answer.
  const rows = rowsOf(schema, way === "answer" ? choicesOf : rulesOf);
  if (rows.length === 0) return <p className="text-ink-muted">{typeOf(schema)}</p>;
  return (
    <>
      {schema.items && <p className="text-ink-muted">A list. Each item has:</p>}
      <FieldTable rows={rows} label={label} way={way} />
    </>
  );
}

/** Names, types and what they are: side by side where there is room, one below the other where there is none. */
export function FieldTable({ rows, label, way }: { rows: readonly SchemaRow[]; label: string; way: Way }) {
  return (
    <section aria-label={label} className="@container rounded-lg border bg-surface">
      <table className="block w-full text-left @xl:table">
        <thead className="hidden text-2xs text-ink-muted @xl:table-header-group">
          <tr>
            {["Field", "Type", "Description"].map((word) => (
              <th key={word} scope="col" className="px-3 py-1.5 font-medium">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="block @xl:table-row-group">
          {rows.map((row, index) => (
            <FieldRow key={row.name} row={row} way={way} first={index === 0} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function FieldRow({ row, way, first }: { row: SchemaRow; way: Way; first: boolean }) {
  const { name, depth, type, required, description, rules } = row;
  const note = way === "request" ? required && "required" : !required && "may be absent";
  return (
    <tr
      style={{ "--depth": depth } as CSSProperties}
      className={`block py-2 pl-[calc(var(--depth)*1rem+0.75rem)] pr-3 align-top @xl:table-row ${first ? "@xl:border-t" : "border-t"}`}
    >
      <td className="inline whitespace-nowrap @xl:table-cell @xl:py-2 @xl:pr-3 @xl:pl-[calc(var(--depth)*1rem+0.75rem)]">
        <code className="font-mono font-medium text-xs">{name.split(".").at(-1)}</code>
        {note && (
          <span className={`ml-2 text-2xs @xl:ml-0 @xl:block ${way === "request" ? "text-warn" : "text-ink-muted"}`}>
            {note}
          </span>
        )}
      </td>
      <td className="inline whitespace-nowrap pl-2 text-ink-muted text-xs @xl:table-cell @xl:px-3 @xl:py-2">{type}</td>
      <td className="wrap-anywhere block w-full pt-0.5 text-sm @xl:table-cell @xl:px-3 @xl:py-2">
        {description && <Marked text={description} />}
        {rules.length > 0 && (
          <span className="block text-ink-muted text-xs">
            <Marked text={sentence(rules)} />
          </span>
        )}
      </td>
    </tr>
  );
}

/** Rules as one sentence. */
function sentence(rules: readonly string[]): string {
  const text = rules.join("; ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
