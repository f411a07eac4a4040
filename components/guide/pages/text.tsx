import { countSegments, SEGMENT_SIZES } from "@/lib/sms/segments";
import { transcode } from "@/lib/sms/transcode";
import { AppName } from "../own";
import { GREEK_TEXT } from "../own-values";
import { InlineCode, P, Points, Section, Table } from "../prose";
import { Sample } from "../sample";

const HOLDS = {
  "GSM-7":
    "The basic Latin letters, digits, common signs, a few accents and Greek capitals. ^ { } [ ] ~ \\ | € count twice.",
  "UCS-2": "Everything else: one character outside GSM-7 makes the whole text UCS-2. Most emoji count twice.",
} as const;

export function Text() {
  const rewritten = transcode(GREEK_TEXT);
  return (
    <>
      <Section id="segments" title="Segments">
        <P>
          A text travels in segments, and each segment is charged. How much fits depends on its characters. From the
          second segment on, each loses a little room to what joins them.
        </P>
        <Table
          caption="What a segment holds"
          head={["Alphabet", "Alone", "Joined", "For"]}
          rows={(["GSM-7", "UCS-2"] as const).map((name) => ({
            key: name,
            cells: [
              <span key="name" className="font-medium">
                {name}
              </span>,
              <span key="single" className="tabular-nums">
                {SEGMENT_SIZES[name].single}
              </span>,
              <span key="joined" className="tabular-nums">
                {SEGMENT_SIZES[name].joined}
              </span>,
              HOLDS[name],
            ],
          }))}
        />
      </Section>
      <Section id="transcoding" title="Character transcoding">
        <P>
          Transcoding rewrites a text with look-alike GSM-7 characters: Greek in capitals, other letters without their
          accents. The parameter <InlineCode>transcode</InlineCode> asks for it in one message.
        </P>
        <Sample operation="sendWithTranscode" />
        <Table
          caption="The same text before and after"
          head={["", "Segments", "Text"]}
          rows={[
            { key: "before", cells: ["As written", countSegments(GREEK_TEXT).segments, GREEK_TEXT] },
            { key: "after", cells: ["Transcoded", countSegments(rewritten).segments, rewritten] },
          ]}
        />
        <Points
          items={[
            {
              key: "enforce",
              text: (
                <>
                  To have it for every message, turn on transcoding in the settings of <AppName />. A message that says{" "}
                  <InlineCode>false</InlineCode> is left as it is all the same.
                </>
              ),
            },
            { key: "one", text: "A text that fits into one UCS-2 segment is not touched: nothing would be saved." },
            { key: "whole", text: "What has no look-alike stays, such as an emoji; then the text stays UCS-2." },
          ]}
        />
      </Section>
    </>
  );
}
