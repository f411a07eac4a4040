import { isRejection, recipientChecker } from "@/lib/batches/check-recipients";
import type { Rejection } from "@/lib/batches/contract";
import { templateOf } from "@/lib/batches/placeholders";

/** Recipients as they are pasted: numbers one per line, or a table with a heading. Pure. */

export interface PastedRecipient {
  to: string;
  variables?: Record<string, string>;
}

export interface Pasted {
  recipients: PastedRecipient[];
  /** The names of the columns that become variables; null when there are only numbers. */
  columns: string[] | null;
}

const SEPARATORS = [",", ";", "\t"] as const;

/**
 * Reads what was pasted. It is a table (CSV, also with semicolons or tabs) when its first line has a column named `to`;
 * the other columns become variables. Otherwise each line is a number.
 */
export function readPasted(text: string): Pasted {
  const first = text.split(/\r?\n/).find((line) => line.trim() !== "") ?? "";
  const separator = SEPARATORS.find((one) => cellsOf(first, one)[0]?.some(isTo)) ?? (isTo(first) ? "," : null);
  if (separator === null) {
    const lines = text.split(/\r?\n/).map((line) => line.trim());
    return { recipients: lines.filter(Boolean).map((to) => ({ to })), columns: null };
  }
  const [head = [], ...rows] = cellsOf(text, separator).filter((row) => row.some((cell) => cell.trim() !== ""));
  const names = head.map((name) => name.trim());
  const at = names.findIndex(isTo);
  const columns = names.filter((name, index) => index !== at && name !== "");
  const recipients = rows.map((row) => {
    const variables = Object.fromEntries(
      names.flatMap((name, index) => (index === at || name === "" ? [] : [[name, row[index] ?? ""]])),
    );
    return { to: row[at]?.trim() ?? "", ...(columns.length > 0 ? { variables } : {}) };
  });
  return { recipients, columns };
}

const isTo = (name: string) => /^\uFEFF?to$/i.test(name.trim());

/** CSV's rows of cells: a cell in double quotes may hold separators, line breaks and doubled quotes. */
function cellsOf(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const endCell = () => {
    row.push(cell);
    cell = "";
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && cell.trim() === "") {
      cell = "";
      quoted = true;
    } else if (char === separator) endCell();
    else if (char === "\n") {
      endCell();
      rows.push(row);
      row = [];
    } else if (char !== "\r") cell += char;
  }
  endCell();
  rows.push(row);
  return rows;
}

/** What would become of recipients with a text. */
export interface Checked {
  valid: number;
  rejected: Rejection[];
}

/** Checks recipients as the server does. */
export function checkPasted(recipients: readonly PastedRecipient[], body: string): Checked {
  // Without a text there is nothing to fill in yet, and that is told at the text.
  const check = recipientChecker(templateOf(body.trim() === "" ? "…" : body, "batch"));
  const rejected = recipients.flatMap((recipient, at) => {
    const checked = check(recipient, at + 1);
    return isRejection(checked) ? [checked] : [];
  });
  return { valid: recipients.length - rejected.length, rejected };
}
