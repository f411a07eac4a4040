import { javaBlock, javaText, prettyJson } from "./literals";
import { contentType, type SampleRequest } from "./operations";

/** Java 17 and its own HTTP client. */
export function java(request: SampleRequest): string {
  const { method, url, auth, headers, body } = request;
  const type = contentType(request);
  const all = Object.entries({ ...(type ? { "Content-Type": type } : {}), ...headers });
  const basic = auth.kind === "basic";
  const authorization = basic ? '"Basic " + credentials' : javaText(`Bearer ${auth.token}`);
  const content =
    body && (body.kind === "json" ? javaBlock(prettyJson(body.value), " ".repeat(16)) : javaText(body.text));
  return [
    "import java.net.URI;",
    "import java.net.http.HttpClient;",
    "import java.net.http.HttpRequest;",
    ...(body ? ["import java.net.http.HttpRequest.BodyPublishers;"] : []),
    "import java.net.http.HttpResponse.BodyHandlers;",
    ...(basic ? ["import java.nio.charset.StandardCharsets;", "import java.util.Base64;"] : []),
    "",
    "public class Main {",
    "    public static void main(String[] args) throws Exception {",
    ...(basic
      ? [
          `        var pair = ${javaText(`${auth.id}:${auth.secret}`)};`,
          "        var credentials = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));",
        ]
      : []),
    `        var request = HttpRequest.newBuilder(URI.create(${javaText(url)}))`,
    `            .header("Authorization", ${authorization})`,
    ...all.map(([name, value]) => `            .header(${javaText(name)}, ${javaText(value)})`),
    content === null ? `            .${method}()` : `            .${method}(BodyPublishers.ofString(${content}))`,
    "            .build();",
    "",
    "        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());",
    "        System.out.println(response.body());",
    "    }",
    "}",
  ].join("\n");
}
