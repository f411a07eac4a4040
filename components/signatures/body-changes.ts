/** What commonly happens to a body before its signature is checked, undone. Pure. */

export type Change = "json" | "quoted" | "newline" | "line-ends" | "mark" | "space";

/** A body as it may have been before it was changed. */
export interface Near {
  change: Change;
  body: string;
}

/** The bodies that a pasted one may have been, the likeliest first, each once. */
export function bodiesNear(body: string): Near[] {
  const json = parsed(body);
  const candidates: Near[] = [
    { change: "newline", body: body.replace(/(\r?\n)+$/, "") },
    { change: "newline", body: `${body}\n` },
    { change: "line-ends", body: body.replaceAll("\r\n", "\n") },
    { change: "line-ends", body: body.replace(/\r?\n/g, "\r\n") },
    { change: "mark", body: body.replace(/^\uFEFF/, "") },
    { change: "space", body: body.trim() },
    ...(typeof json === "string" ? ([{ change: "quoted", body: json }] as const) : []),
    ...(json === undefined ? [] : ([{ change: "json", body: JSON.stringify(json) }] as const)),
  ];
  const known = new Set([body]);
  return candidates.filter((one) => {
    const news = !known.has(one.body);
    known.add(one.body);
    return news;
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
  } catch {
    return undefined;
  }
}
