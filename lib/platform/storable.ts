/** Whether PostgreSQL can hold a text: it has neither NUL nor half of a character (a lone surrogate). Pure. */
export function isStorable(text: string): boolean {
  return !text.includes("\u0000") && text.isWellFormed();
}

/** A text as PostgreSQL can hold it: NUL and half a surrogate pair become U+FFFD, as decoders do with what means nothing. */
export function storable(text: string): string {
  return text.includes("\u0000") || !text.isWellFormed() ? text.replaceAll("\u0000", "\uFFFD").toWellFormed() : text;
}
