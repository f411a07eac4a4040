/** Whether PostgreSQL can hold a text: it has neither NUL nor half of a character (a lone surrogate). Pure. */
export function isStorable(text: string): boolean {
  return !text.includes("\u0000") && text.isWellFormed();
}
