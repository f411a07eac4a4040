import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sign } from "@/lib/callbacks/sign";
import { CODE_SAMPLES, type Language } from "./code-samples";

/** Long enough for a first compilation on a busy machine. */
const TIMEOUT_MS = 180_000;
const SECRET = `whsec_${Buffer.from("a secret of enough bytes").toString("base64")}`;
const OTHER = `whsec_${Buffer.from("another secret of a receiver").toString("base64")}`;
const BODY = '{"to":"+306900000001","message":"Καλημέρα 👋 \\"quoted\\"","final":true}';
const NOW = new Date();
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000);

interface Case {
  what: string;
  genuine: boolean;
  id: string;
  timestamp: string;
  signature: string;
  body: string;
}

function caseOf(what: string, genuine: boolean, secrets: string[], at = NOW, changes: Partial<Case> = {}): Case {
  const signed = sign("msg_1", BODY, secrets, at);
  return {
    what,
    genuine,
    id: signed["webhook-id"],
    timestamp: signed["webhook-timestamp"],
    signature: signed["webhook-signature"],
    body: BODY,
    ...changes,
  };
}

const CASES: readonly Case[] = [
  caseOf("a good signature", true, [SECRET]),
  caseOf("a bad signature", false, [OTHER]),
  caseOf("a changed body", false, [SECRET], NOW, { body: BODY.replace("true", "false") }),
  caseOf("a changed id", false, [SECRET], NOW, { id: "msg_2" }),
  caseOf("two signatures, the second of which is right", true, [OTHER, SECRET]),
  caseOf("two signatures, the first of which is right", true, [SECRET, OTHER]),
  caseOf("two signatures, none of which is right", false, [OTHER, OTHER]),
  caseOf("four minutes old", true, [SECRET], ago(240)),
  caseOf("six minutes old", false, [SECRET], ago(360)),
  caseOf("six minutes early", false, [SECRET], ago(-360)),
  caseOf("a timestamp that is no number", false, [SECRET], NOW, { timestamp: "soon" }),
  caseOf("no signature", false, [SECRET], NOW, { signature: "" }),
  caseOf("no version", false, [SECRET], NOW, { signature: caseOf("", true, [SECRET]).signature.slice("v1,".length) }),
  caseOf("a signature that is no base64", false, [SECRET], NOW, { signature: "v1,é v1" }),
];

interface Way {
  /** Tells whether the interpreter is there. */
  probe: readonly string[];
  /** Files made of the sample and what calls it: lines of the cases come in, true or false goes out for each. */
  files: (code: string) => Record<string, string>;
  run: readonly string[];
}

const WAYS: Readonly<Record<Language, Way>> = {
  "Node.js": {
    probe: [process.execPath, "--version"],
    run: [process.execPath, "sample.mjs"],
    files: (code) => ({
      "sample.mjs": `${code}
import { readFileSync } from "node:fs";
for (const line of readFileSync(0, "utf8").trimEnd().split("\\n")) {
  const [id, timestamp, signature, body] = line.split("\\t");
  const headers = { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature };
  console.log(isGenuine(Buffer.from(body), headers, process.env.SECRET));
}`,
    }),
  },
  Python: {
    probe: ["python3", "--version"],
    run: ["python3", "sample.py"],
    files: (code) => ({
      "sample.py": `${code}
import os, sys
for line in sys.stdin.buffer.read().decode().rstrip("\\n").split("\\n"):
    i, t, s, body = line.split("\\t")
    headers = {"webhook-id": i, "webhook-timestamp": t, "webhook-signature": s}
    print(str(is_genuine(body.encode(), headers, os.environ["SECRET"])).lower())
`,
    }),
  },
  PHP: {
    probe: ["php", "--version"],
    run: ["php", "sample.php"],
    files: (code) => ({
      "sample.php": `${code}
foreach (explode("\\n", rtrim(file_get_contents('php://stdin'), "\\n")) as $line) {
    [$i, $t, $s, $body] = explode("\\t", $line);
    $headers = ['Webhook-Id' => $i, 'Webhook-Timestamp' => $t, 'Webhook-Signature' => $s];
    echo is_genuine($body, $headers, getenv('SECRET')) ? "true\\n" : "false\\n";
}`,
    }),
  },
  Ruby: {
    probe: ["ruby", "--version"],
    run: ["ruby", "sample.rb"],
    files: (code) => ({
      "sample.rb": `${code}
STDIN.read.chomp.split("\\n").each do |line|
  i, t, s, body = line.split("\\t")
  headers = { "webhook-id" => i, "webhook-timestamp" => t, "webhook-signature" => s }
  puts genuine?(body, headers, ENV.fetch("SECRET"))
end`,
    }),
  },
  Java: {
    probe: ["java", "--version"],
    run: ["java", "Sample.java"],
    files: (code) => ({
      "Sample.java": code.replace(
        "public final class Signatures",
        `class Sample {
    public static void main(String[] args) throws Exception {
        String lines = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        for (String line : lines.split("\\n")) {
            String[] parts = line.split("\\t");
            var headers = java.util.Map.of(
                "webhook-id", parts[0], "webhook-timestamp", parts[1], "webhook-signature", parts[2]);
            byte[] body = parts[3].getBytes(StandardCharsets.UTF_8);
            System.out.println(Signatures.isGenuine(body, headers::get, System.getenv("SECRET")));
        }
    }
}

final class Signatures`,
      ),
    }),
  },
  Go: {
    probe: ["go", "version"],
    run: ["go", "run", "sample.go", "main.go"],
    files: (code) => ({
      "sample.go": code.replace("package callbacks", "package main"),
      "main.go": `package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	lines, _ := io.ReadAll(os.Stdin)
	for _, line := range strings.Split(strings.TrimRight(string(lines), "\\n"), "\\n") {
		parts := strings.Split(line, "\\t")
		headers := map[string]string{"webhook-id": parts[0], "webhook-timestamp": parts[1], "webhook-signature": parts[2]}
		get := func(name string) string { return headers[name] }
		fmt.Println(IsGenuine([]byte(parts[3]), get, os.Getenv("SECRET")))
	}
}
`,
    }),
  },
};

const present = ([command = "", ...args]: readonly string[]) => spawnSync(command, args).status === 0;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tidings-samples-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the code for receivers", () => {
  for (const { language, code } of CODE_SAMPLES) {
    const { probe, files, run } = WAYS[language];
    it.skipIf(!present(probe))(
      `${language} tells genuine from forged`,
      () => {
        for (const [name, text] of Object.entries(files(code))) writeFileSync(join(folder, name), text);
        const [command = "", ...args] = run;
        const lines = CASES.map(({ id, timestamp, signature, body }) => [id, timestamp, signature, body].join("\t"));
        const { stdout, stderr } = spawnSync(command, args, {
          cwd: folder,
          encoding: "utf8",
          input: `${lines.join("\n")}\n`,
          env: { ...process.env, SECRET, GOTOOLCHAIN: "local", GOPROXY: "off", LC_ALL: "C.UTF-8" },
          timeout: TIMEOUT_MS,
        });
        const answers = stdout.trimEnd().split("\n");
        const got = CASES.map(({ what }, index) => `${what}: ${answers[index]}`);
        expect(got, stderr).toEqual(CASES.map(({ what, genuine }) => `${what}: ${genuine}`));
      },
      TIMEOUT_MS,
    );
  }
});
