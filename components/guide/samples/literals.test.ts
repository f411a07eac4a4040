import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { javaBlock, javaText, objcText, phpText, prettyJson, quoted, rubyText, shellWord } from "./literals";

/** Each language reads its own literals back, by its own program: whatever the text, it comes out as it was. */
const NASTY = [
  "",
  "'\"`\\",
  "\\u000a \\n \\\\",
  "#{1} #$0 #@a #",
  "$a $" + "{a} {$a} $(id) `id`",
  "line\nline\r\nline\ttab",
  "\u0000\u0007\u001b\u007f\u0085\u00a0",
  "\u2028\u2029\u202e\u2066\ufeff",
  '""" \'\'\' """" ?? ??/ ??=',
  "*/ // <!-- </script> ?> <?php %s %d {0}",
  "Καλημέρα, ça va? 日本語 👩‍👩‍👧 🇬🇷",
  "ends with \\",
  'ends with "',
];
const texts = [...NASTY, ...fc.sample(fc.string({ unit: "binary", maxLength: 40 }), { numRuns: 150, seed: 7 })];
const hexOf = (text: string) => Buffer.from(text).toString("hex");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tidings-literals-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const has = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;

/** Runs a program and returns the lines it printed. */
function run(command: string, args: string[], file: string, source: string): string[] {
  const path = join(folder, file);
  writeFileSync(path, source);
  const { status, stdout, stderr } = spawnSync(command, [...args, path], { encoding: "utf8" });
  expect(stderr.trim()).toBe("");
  expect(status).toBe(0);
  return stdout.trimEnd().split("\n");
}

describe("literals are read back as they were", () => {
  it("by JavaScript", () => {
    const source = texts.map((text) => `console.log(Buffer.from(${quoted(text)}).toString("hex"));`).join("\n");
    expect(run(process.execPath, [], "a.mjs", source)).toEqual(texts.map(hexOf));
  });

  it.skipIf(!has("python3", "--version"))("by Python", () => {
    const source = texts.map((text) => `print(${quoted(text)}.encode().hex())`).join("\n");
    expect(run("python3", [], "a.py", source)).toEqual(texts.map(hexOf));
  });

  it.skipIf(!has("ruby", "--version"))("by Ruby", () => {
    const source = texts.map((text) => `puts ${rubyText(text)}.unpack1("H*")`).join("\n");
    expect(run("ruby", [], "a.rb", source)).toEqual(texts.map(hexOf));
  });

  it.skipIf(!has("php", "--version"))("by PHP", () => {
    const source = texts.map((text) => `echo bin2hex(${phpText(text)}), PHP_EOL;`).join("\n");
    expect(run("php", [], "a.php", `<?php\n${source}`)).toEqual(texts.map(hexOf));
  });

  it.skipIf(!has("java", "--version"))(
    "by Java, in quotation marks and as JSON in a text block",
    () => {
      const lines = texts.flatMap((text) => [
        `show(${javaText(text)});`,
        `show(${javaBlock(prettyJson({ text }), "    ")});`,
      ]);
      const source = `import java.util.HexFormat;
import java.nio.charset.StandardCharsets;
public class A {
  static void show(String text) { System.out.println(HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8))); }
  public static void main(String[] args) {
${lines.join("\n")}
  }
}`;
      const shown = run("java", ["-Dfile.encoding=UTF-8"], "A.java", source);
      expect(shown.filter((_, index) => index % 2 === 0)).toEqual(texts.map(hexOf));
      const parsed = shown
        .filter((_, index) => index % 2 === 1)
        .map((hex) => JSON.parse(Buffer.from(hex, "hex").toString()));
      expect(parsed).toEqual(texts.map((text) => ({ text })));
    },
    30_000,
  );

  it("by a shell, as JSON", () => {
    const source = texts.map((text) => `printf '%s\\0' ${shellWord(prettyJson({ text }))}`).join("\n");
    const shown = run("sh", [], "a.sh", source).join("\n").split("\0").slice(0, -1);
    expect(shown.map((json) => JSON.parse(json))).toEqual(texts.map((text) => ({ text })));
  });

  it("by a reader of C’s literals, which stands in for Objective-C", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const literal = objcText(text);
        expect(literal).toMatch(/^@"(?:\\(?:[0-7]{3}|u[0-9a-f]{4}|["\\?nrt])|[^"\\\n\r])*"$/);
        expect(literal).not.toContain("??");
        const read = literal.slice(2, -1).replace(/\\([0-7]{3}|u[0-9a-f]{4}|.)/g, (_, inner: string) => {
          if (/^[0-7]{3}$/.test(inner)) return String.fromCodePoint(Number.parseInt(inner, 8));
          if (/^u[0-9a-f]{4}$/.test(inner)) return String.fromCodePoint(Number.parseInt(inner.slice(1), 16));
          return { n: "\n", r: "\r", t: "\t" }[inner] ?? inner;
        });
        expect(read).toBe(text);
      }),
    );
  });

  it("by nobody as more than one literal: no line end, no mark that turns the reading direction", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        for (const write of [quoted, rubyText, phpText, objcText, javaText])
          expect(write(text)).not.toMatch(/[\n\r\u2028\u2029\u202e\u2066]/);
      }),
    );
  });
});
