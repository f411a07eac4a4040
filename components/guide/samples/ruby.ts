import { literal, type ObjectStyle, rubyText } from "./literals";
import { contentType, type SampleRequest } from "./operations";

const STYLE: ObjectStyle = {
  open: "{",
  close: "}",
  pair: (name, value) => `${rubyText(name)} => ${value}`,
  text: rubyText,
  yes: "true",
  no: "false",
  step: 2,
};

/** Ruby with net/http. Over https the server's certificate is checked, which is the default. */
export function ruby(request: SampleRequest): string {
  const { method, url, auth, headers, body } = request;
  const type = contentType(request);
  const all = Object.entries({ ...(type ? { "Content-Type": type } : {}), ...headers });
  return [
    ...(body?.kind === "json" ? ['require "json"'] : []),
    'require "net/http"',
    "",
    `uri = URI(${rubyText(url)})`,
    `request = Net::HTTP::${method === "GET" ? "Get" : "Post"}.new(uri)`,
    auth.kind === "basic"
      ? `request.basic_auth(${rubyText(auth.id)}, ${rubyText(auth.secret)})`
      : `request["Authorization"] = ${rubyText(`Bearer ${auth.token}`)}`,
    ...all.map(([name, value]) => `request[${rubyText(name)}] = ${rubyText(value)}`),
    ...(body?.kind === "json" ? [`request.body = JSON.generate(${literal(body.value, STYLE)})`] : []),
    ...(body?.kind === "form" ? [`request.body = ${rubyText(body.text)}`] : []),
    "",
    'response = Net::HTTP.start(uri.hostname, uri.port, use_ssl: uri.scheme == "https") do |http|',
    "  http.request(request)",
    "end",
    "puts response.body",
  ].join("\n");
}
