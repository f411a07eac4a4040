import { analyzeTextSchema } from "@/lib/messages/contract";
import { analyze } from "@/lib/sms/analyze";
import { door } from "../door";

/** Encoding, segments and the characters that force UCS-2, of a text that is not sent. */
export const POST = door({ auth: "messages:read", body: analyzeTextSchema }, async ({ body }) =>
  Response.json(analyze(body.body, { transcode: body.transcode ?? false })),
);
