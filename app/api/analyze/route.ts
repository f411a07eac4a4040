import { z } from "zod";
import { LIMITS } from "@/lib/messages/contract";
import { analyze } from "@/lib/sms/analyze";
import { door } from "../door";

const bodySchema = z.strictObject({
  body: z.string().refine((value) => [...value].length <= LIMITS.body, { message: "At most 1,600 characters." }),
  transcode: z.boolean().optional(),
});

/** Encoding, segments and the characters that force UCS-2, of a text that is not sent. */
export const POST = door({ auth: "messages:read", body: bodySchema }, async ({ body }) =>
  Response.json(analyze(body.body, { transcode: body.transcode ?? false })),
);
