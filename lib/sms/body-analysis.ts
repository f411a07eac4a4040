import { analyze } from "./analyze";
import { offenders } from "./offenders";
import { countSegments } from "./segments";

/** What is sent for a body, and in how many segments. Pure. */
export function sentAs(body: string, transcode: boolean): { sentBody: string; parts: number } {
  const sentBody = analyze(body, { transcode }).transcoded?.body ?? body;
  return { sentBody, parts: countSegments(sentBody).segments };
}

/** Routee's `bodyAnalysis`: of the body as it was written; `transcode` is what is sent, where that is another. Pure. */
export function bodyAnalysis(body: string, sentBody: string) {
  const { segments, encoding } = countSegments(body);
  const unsupported = [...new Set(offenders(body).map(({ char }) => char))];
  return {
    parts: segments,
    unicode: encoding === "UCS-2",
    // UTF-16 code units, and 1 for the extension characters of GSM-7, as captured.
    characters: body.length,
    ...(unsupported.length > 0 ? { unsupportedGSMCharacters: unsupported } : {}),
    ...(sentBody === body ? {} : { transcode: { message: sentBody, parts: countSegments(sentBody).segments } }),
  };
}
