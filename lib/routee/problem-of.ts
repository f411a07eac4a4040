import type { z } from "zod";

/**
 * What is wrong with an answer or a receipt: the first field at fault and why. The value is left out, as it may be
 * anything. Pure.
 * @param whole how to call all of it.
 */
export function problemOf(error: z.ZodError, whole: string): string {
  const issue = error.issues[0];
  const field = issue?.path.map(String).join(".") ?? "";
  if (!issue || field === "") return `${whole} is not an object`;
  return `${field} ${fault(issue)}`;
}

function fault(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "custom":
      return issue.message;
    case "invalid_type":
    // A union says so only when none of its types fits.
    case "invalid_union":
      return "is missing or of the wrong type";
    case "invalid_format":
    case "invalid_value":
      return "is not written as expected";
    default:
      return "is out of range";
  }
}
