import type { ServerResponse } from "node:http";
import { sendNodeResponse } from "srvx/node";
import { Response as FastResponse, type TextAnswer } from "./fast-response";

/** Sends what a handler answered. */
export async function sendAnswer(response: ServerResponse, answered: Response): Promise<void> {
  const answer = FastResponse.textOf(answered);
  if (answer) sendText(response, answer);
  else await sendNodeResponse(response, answered);
}

/** All of it at once: written apart, head and text cost another system call. */
function sendText(response: ServerResponse, { status, headers, text }: TextAnswer): void {
  const lines: string[] = [];
  for (const [name, value] of Object.entries(headers)) if (name !== "content-length") lines.push(name, value);
  lines.push("content-length", String(Buffer.byteLength(text)));
  response.writeHead(status, lines).end(text);
}
