import { type Fold, type Said, type SegmentFold, type Standing, seenHash } from "./fold";

/**
 * How a fold is kept. It is written with every event, so that its size is what a receipt costs: a third of the fold's
 * own JSON, in which every time and word stands several times. Pure.
 *
 * An array: the form's number, the texts, and then what the fold says, in the order of {@link packFold}, each text by
 * its place among the texts and -1 for nothing.
 */
declare const stored: unique symbol;
/** A fold as JSON has it. Rows from before this form hold the fold itself, with what was seen in full. */
export type StoredFold = { readonly [stored]: true };

const FORM = 1;
const NOTHING = -1;

class Packer {
  readonly texts: string[] = [];
  readonly values: (number | string)[] = [];

  text(text: string | null): void {
    if (text === null) return void this.values.push(NOTHING);
    const known = this.texts.indexOf(text);
    this.values.push(known >= 0 ? known : this.texts.push(text) - 1);
  }

  count(count: number | null): void {
    this.values.push(count ?? NOTHING);
  }

  said(said: Said<string>): void {
    this.text(said?.value ?? null);
    if (said) this.text(said.at);
  }

  standing({ status, at, reason }: Standing): void {
    this.text(status);
    this.text(at);
    this.text(reason?.detailedStatus ?? null);
    if (reason) this.text(reason.description);
  }

  segment({ standing, smsId, price }: SegmentFold): void {
    this.standing(standing);
    this.said(smsId);
    this.said(price);
  }
}

/** A fold as it is kept; {@link unpackFold} is the inverse. */
export function packFold(fold: Fold): StoredFold {
  const packer = new Packer();
  packer.standing(fold.base);
  packer.count(fold.parts.counted);
  packer.count(fold.parts.answered);
  packer.count(fold.parts.reported);
  const segments = Object.entries(fold.segments);
  packer.count(segments.length);
  for (const [name, segment] of segments) {
    packer.count(Number(name));
    packer.segment(segment);
  }
  packer.count(fold.whole ? 1 : 0);
  if (fold.whole) packer.segment(fold.whole);
  packer.said(fold.trackingId);
  packer.said(fold.country);
  packer.said(fold.operator);
  packer.count(fold.latency ? 1 : 0);
  if (fold.latency) {
    packer.count(fold.latency.value);
    packer.text(fold.latency.at);
  }
  packer.count(fold.settled ? 1 : 0);
  if (fold.settled) packer.standing(fold.settled);
  return [FORM, packer.texts, ...packer.values, ...fold.seen] as unknown as StoredFold;
}

class Unpacker {
  /** After the form and the texts. */
  private at = 2;

  constructor(
    private readonly packed: readonly unknown[],
    private readonly texts: readonly string[],
  ) {}

  count(): number {
    const value = this.packed[this.at];
    this.at += 1;
    if (typeof value !== "number") throw new Error(`A stored fold has no number at ${this.at - 1}.`);
    return value;
  }

  text(place = this.count()): string {
    const text = this.texts[place];
    if (text === undefined) throw new Error(`A stored fold has no text ${place}.`);
    return text;
  }

  countOrNothing(): number | null {
    const count = this.count();
    return count === NOTHING ? null : count;
  }

  said(): Said<string> {
    const place = this.count();
    return place === NOTHING ? null : { value: this.text(place), at: this.text() };
  }

  standing(): Standing {
    const status = this.text();
    const at = this.text();
    const place = this.count();
    const reason = place === NOTHING ? null : { detailedStatus: this.text(place), description: this.text() };
    return { status, at, reason };
  }

  segment(): SegmentFold {
    return { standing: this.standing(), smsId: this.said(), price: this.said() };
  }

  rest(): string[] {
    return this.packed.slice(this.at) as string[];
  }
}

/** The inverse of {@link packFold}. @throws when the form is one that we do not know */
export function unpackFold(kept: StoredFold): Fold {
  if (!Array.isArray(kept)) return fromBefore(kept as unknown as Fold);
  const packed: readonly unknown[] = kept;
  const [form, texts] = packed;
  if (form !== FORM) throw new Error(`A fold is kept in form ${String(form)}, which this version does not know.`);
  const from = new Unpacker(packed, texts as string[]);
  const base = from.standing();
  const parts = { counted: from.count(), answered: from.countOrNothing(), reported: from.countOrNothing() };
  const segments: Record<string, SegmentFold> = {};
  for (let left = from.count(); left > 0; left -= 1) segments[from.count()] = from.segment();
  return {
    base,
    parts,
    whole: from.count() ? from.segment() : null,
    segments,
    trackingId: from.said(),
    country: from.said(),
    operator: from.said(),
    latency: from.count() ? { value: from.count(), at: from.text() } : null,
    settled: from.count() ? from.standing() : null,
    seen: from.rest(),
  };
}

function fromBefore(fold: Fold): Fold {
  return { ...fold, seen: fold.seen.map((key) => (key.includes("|") ? seenHash(key) : key)) };
}
