import { literal, type ObjectStyle, phpText } from "./literals";
import { contentType, type SampleRequest } from "./operations";

const STYLE: ObjectStyle = {
  open: "[",
  close: "]",
  pair: (name, value) => `${phpText(name)} => ${value}`,
  text: phpText,
  yes: "true",
  no: "false",
  step: 4,
};

/** PHP with its curl extension. */
export function php(request: SampleRequest): string {
  const { url, auth, headers, body } = request;
  const type = contentType(request);
  const lines = [
    ...(auth.kind === "bearer" ? [`Authorization: Bearer ${auth.token}`] : []),
    ...(type ? [`Content-Type: ${type}`] : []),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  const content = body && (body.kind === "json" ? `json_encode(${literal(body.value, STYLE, 1)})` : phpText(body.text));
  return [
    "<?php",
    "",
    `$curl = curl_init(${phpText(url)});`,
    "curl_setopt_array($curl, [",
    "    CURLOPT_RETURNTRANSFER => true,",
    ...(auth.kind === "basic" ? [`    CURLOPT_USERPWD => ${phpText(`${auth.id}:${auth.secret}`)},`] : []),
    "    CURLOPT_HTTPHEADER => [",
    ...lines.map((line) => `        ${phpText(line)},`),
    "    ],",
    ...(content === null ? [] : [`    CURLOPT_POSTFIELDS => ${content},`]),
    "]);",
    "",
    "$answer = curl_exec($curl);",
    "if ($answer === false) {",
    "    throw new RuntimeException(curl_error($curl));",
    "}",
    "echo $answer, PHP_EOL;",
  ].join("\n");
}
