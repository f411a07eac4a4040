import type { OperationView } from "./view";

/** An address with its parameters filled in. Pure. */
export function addressOf(
  path: string,
  pathValues: Readonly<Record<string, string>>,
  query: Readonly<Record<string, string>>,
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(pathValues[name] ?? ""));
  const given = Object.entries(query).filter(([, value]) => value !== "");
  return given.length > 0 ? `${filled}?${new URLSearchParams(given)}` : filled;
}

/** The example as a command for a shell. Pure. */
export function curlOf({ method, path, pathValues, parameters, body, auth }: OperationView, server: string): string {
  const query = Object.fromEntries(
    parameters.flatMap((one) => (one.in === "query" && one.example !== undefined ? [[one.name, one.example]] : [])),
  );
  const form = body?.type === "application/x-www-form-urlencoded";
  const data =
    body &&
    (form ? new URLSearchParams(body.example as Record<string, string>).toString() : JSON.stringify(body.example));
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const parts = [
    `curl ${method === "GET" ? "" : `-X ${method} `}${quoted(server + addressOf(path, pathValues, query))}`,
    auth !== "none" && auth !== "session" && `-H 'Authorization: Bearer <API key secret>'`,
    auth === "session" && `-b 'next-auth.session-token=<your session>'`,
    body && !form && `-H 'Content-Type: application/json'`,
    data && `-d ${quoted(data)}`,
  ];
  return parts.filter(Boolean).join(" \\\n  ");
}
