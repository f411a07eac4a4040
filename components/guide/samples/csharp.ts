import { literal, type ObjectStyle, quoted } from "./literals";
import type { SampleRequest } from "./operations";

const STYLE: ObjectStyle = {
  open: "new\n{",
  close: "}",
  pair: (name, value) => `${name} = ${value}`,
  text: quoted,
  yes: "true",
  no: "false",
  step: 4,
};

/** C# with HttpClient and the implicit usings of a new console project. */
export function csharp({ method, url, auth, headers, body }: SampleRequest): string {
  const basic = auth.kind === "basic";
  return [
    "using System.Net.Http.Headers;",
    ...(body?.kind === "json" ? ["using System.Net.Http.Json;"] : []),
    ...(basic || body?.kind === "form" ? ["using System.Text;"] : []),
    "",
    "using var client = new HttpClient();",
    `using var request = new HttpRequestMessage(HttpMethod.${method === "GET" ? "Get" : "Post"}, ${quoted(url)});`,
    ...(auth.kind === "basic"
      ? [
          `var pair = Encoding.UTF8.GetBytes(${quoted(`${auth.id}:${auth.secret}`)});`,
          'request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(pair));',
        ]
      : [`request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ${quoted(auth.token)});`]),
    ...Object.entries(headers).map(([name, value]) => `request.Headers.Add(${quoted(name)}, ${quoted(value)});`),
    ...(body?.kind === "json" ? [`request.Content = JsonContent.Create(${objectOf(body.value)});`] : []),
    ...(body?.kind === "form"
      ? [
          `request.Content = new StringContent(${quoted(body.text)}, Encoding.UTF8, "application/x-www-form-urlencoded");`,
        ]
      : []),
    "",
    "using var response = await client.SendAsync(request);",
    "Console.WriteLine(await response.Content.ReadAsStringAsync());",
  ].join("\n");
}

/** The brace of an inner object stands under its name. */
function objectOf(value: Parameters<typeof literal>[0]): string {
  return literal(value, STYLE).replace(/^( +)(\w+) = new\n\{/gm, "$1$2 = new\n$1{");
}
