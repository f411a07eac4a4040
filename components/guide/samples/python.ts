import { literal, type ObjectStyle, quoted } from "./literals";
import { contentType, type SampleRequest } from "./operations";

const STYLE: ObjectStyle = {
  open: "{",
  close: "}",
  pair: (name, value) => `${quoted(name)}: ${value}`,
  text: quoted,
  yes: "True",
  no: "False",
  step: 4,
};

/** Python with nothing but its standard library. */
export function python(request: SampleRequest): string {
  const { method, url, auth, headers, body } = request;
  const { protocol, host, pathname } = new URL(url);
  const type = contentType(request);
  const connection = protocol === "https:" ? "HTTPSConnection" : "HTTPConnection";
  const basic = auth.kind === "basic";
  const all = Object.entries({ ...(type ? { "Content-Type": type } : {}), ...headers });
  const content = body && (body.kind === "json" ? `json.dumps(${literal(body.value, STYLE)})` : quoted(body.text));
  const sent = [quoted(method), quoted(pathname), content === null ? null : "payload", "headers=headers"];
  return [
    ...(basic ? ["import base64"] : []),
    "import http.client",
    ...(body?.kind === "json" ? ["import json"] : []),
    "",
    ...(basic ? [`credentials = base64.b64encode(${quoted(`${auth.id}:${auth.secret}`)}.encode()).decode()`] : []),
    ...(content === null ? [] : [`payload = ${content}`]),
    "headers = {",
    basic ? '    "Authorization": "Basic " + credentials,' : `    "Authorization": ${quoted(`Bearer ${auth.token}`)},`,
    ...all.map(([name, value]) => `    ${quoted(name)}: ${quoted(value)},`),
    "}",
    "",
    `connection = http.client.${connection}(${quoted(host)})`,
    `connection.request(${sent.filter((part) => part !== null).join(", ")})`,
    "response = connection.getresponse()",
    "print(response.read().decode())",
  ].join("\n");
}
