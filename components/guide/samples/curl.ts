import { prettyJson, shellWord } from "./literals";
import { contentType, type SampleRequest } from "./operations";

/** curl, for a POSIX shell. */
export function curl(request: SampleRequest): string {
  const { method, url, auth, headers, body } = request;
  const type = contentType(request);
  const given = Object.entries(headers).map(([name, value]) => `--header ${shellWord(`${name}: ${value}`)}`);
  return [
    `curl --request ${method}`,
    `--url ${shellWord(url)}`,
    auth.kind === "basic"
      ? `--user ${shellWord(`${auth.id}:${auth.secret}`)}`
      : `--header ${shellWord(`Authorization: Bearer ${auth.token}`)}`,
    ...(type ? [`--header ${shellWord(`Content-Type: ${type}`)}`] : []),
    ...given,
    ...(body
      ? [`--data ${shellWord(body.kind === "json" ? prettyJson(body.value).replaceAll("\n", "\n  ") : body.text)}`]
      : []),
  ].join(" \\\n  ");
}
