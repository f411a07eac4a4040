import { type Offender, offenders } from "./offenders";
import { countSegments, type Encoding } from "./segments";
import { transcode } from "./transcode";

/** The answer of `POST /api/analyze`. Counts are those of the body as it was written. */
export type Analysis = {
  encoding: Encoding;
  /** Unicode code points. */
  characters: number;
  /** Septets in GSM-7, UTF-16 code units in UCS-2. */
  units: number;
  segments: number;
  perSegment: number;
  offenders: Offender[];
  /** What is sent instead when transcoding is asked for; left out when the body is sent as it was written. */
  transcoded?: { body: string; segments: number };
};

/**
 * How a body is encoded and cut into segments, which characters cost it GSM-7, and what transcoding would make of it.
 * As Routee documents, a text that fits one segment is not transcoded; neither is one that would save no segment.
 */
export function analyze(body: string, options: { transcode?: boolean } = {}): Analysis {
  const { encoding, characters, units, segments, perSegment } = countSegments(body);
  const analysis: Analysis = { encoding, characters, units, segments, perSegment, offenders: offenders(body) };
  if (options.transcode !== true || segments <= 1) return analysis;
  const rewritten = transcode(body);
  const after = countSegments(rewritten).segments;
  return after < segments ? { ...analysis, transcoded: { body: rewritten, segments: after } } : analysis;
}
