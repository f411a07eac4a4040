import { literal, type ObjectStyle, quoted } from "./literals";
import { contentType, type SampleRequest } from "./operations";

const STYLE: ObjectStyle = {
  open: "{",
  close: "}",
  pair: (name, value) => `${name}: ${value}`,
  text: quoted,
  yes: "true",
  no: "false",
  step: 2,
};

/** JavaScript with fetch, as a module. */
export function javascript(request: SampleRequest): string {
  const { method, url, auth, headers, body } = request;
  const type = contentType(request);
  const all = Object.entries({ ...(type ? { "Content-Type": type } : {}), ...headers });
  const authorization =
    auth.kind === "basic" ? `"Basic " + btoa(${quoted(`${auth.id}:${auth.secret}`)})` : quoted(`Bearer ${auth.token}`);
  return [
    `const response = await fetch(${quoted(url)}, {`,
    ...(method === "GET" ? [] : [`  method: ${quoted(method)},`]),
    "  headers: {",
    `    Authorization: ${authorization},`,
    ...all.map(([name, value]) => `    ${quoted(name)}: ${quoted(value)},`),
    "  },",
    ...(body?.kind === "json" ? [`  body: JSON.stringify(${literal(body.value, STYLE, 1)}),`] : []),
    ...(body?.kind === "form" ? [`  body: ${quoted(body.text)},`] : []),
    "});",
    "console.log(await response.text());",
  ].join("\n");
}
