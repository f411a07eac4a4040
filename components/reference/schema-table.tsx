import { type JsonSchema, rowsOf, type SchemaRow, typeOf } from "./rows";

/** The fields of a body or an answer. */
export function SchemaTable({ schema, label }: { schema: JsonSchema; label: string }) {
  const rows = rowsOf(schema);
  if (rows.length === 0) return <p className="text-ink-muted">{typeOf(schema)}</p>;
  return <FieldTable rows={rows} label={label} />;
}

/** Names, types and rules, which scroll inside their box where they are long. */
export function FieldTable({ rows, label }: { rows: readonly SchemaRow[]; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard.
    <section tabIndex={0} aria-label={label} className="max-h-112 overflow-auto rounded-lg border bg-surface">
      <table className="w-full text-left">
        <thead className="sticky top-0 bg-sunken text-2xs text-ink-muted">
          <tr>
            <th scope="col" className="px-3 py-1.5 font-medium">
              Field
            </th>
            <th scope="col" className="px-3 py-1.5 font-medium">
              Type
            </th>
            <th scope="col" className="px-3 py-1.5 font-medium">
              Rules
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, depth, type, required, rules }) => (
            <tr key={name} className="border-t align-baseline">
              <td className="px-3 py-1.5">
                <code className="font-mono text-xs" style={{ paddingLeft: `${depth}rem` }}>
                  {name.split(".").at(-1)}
                </code>
                {required && <span className="ml-1.5 text-2xs text-warn">required</span>}
              </td>
              <td className="whitespace-nowrap px-3 py-1.5 text-ink-muted text-xs">{type}</td>
              <td className="min-w-40 px-3 py-1.5 text-ink-muted text-xs">{rules.join("; ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
