import { csharp } from "./csharp";
import { curl } from "./curl";
import { java } from "./java";
import { javascript } from "./javascript";
import { objectiveC } from "./objective-c";
import { type Operation, requestOf, type SampleRequest, type SampleValues } from "./operations";
import { php } from "./php";
import { python } from "./python";
import { ruby } from "./ruby";

export interface Language {
  id: string;
  name: string;
  /** What a sample is kept as, and how it is run. */
  file: string;
  run: string;
  needs: string;
  write: (request: SampleRequest) => string;
}

/** The languages of the samples, in the order of their tabs. */
export const LANGUAGES = [
  { id: "curl", name: "curl", file: "sample.sh", run: "sh sample.sh", needs: "curl 7 or later", write: curl },
  {
    id: "java",
    name: "Java",
    file: "Main.java",
    run: "java -Dfile.encoding=UTF-8 Main.java",
    needs: "Java 17 or later",
    write: java,
  },
  { id: "csharp", name: "C#", file: "Program.cs", run: "dotnet run", needs: ".NET 8 or later", write: csharp },
  {
    id: "php",
    name: "PHP",
    file: "sample.php",
    run: "php sample.php",
    needs: "PHP 7.4 or later and its curl extension",
    write: php,
  },
  {
    id: "python",
    name: "Python",
    file: "sample.py",
    run: "python3 sample.py",
    needs: "Python 3.8 or later",
    write: python,
  },
  { id: "ruby", name: "Ruby", file: "sample.rb", run: "ruby sample.rb", needs: "Ruby 2.7 or later", write: ruby },
  {
    id: "javascript",
    name: "JavaScript",
    file: "sample.mjs",
    run: "node sample.mjs",
    needs: "Node 18 or later",
    write: javascript,
  },
  {
    id: "objective-c",
    name: "Objective-C",
    file: "main.m",
    run: "clang -fobjc-arc -framework Foundation main.m && ./a.out",
    needs: "macOS 10.14 or later",
    write: objectiveC,
  },
] as const satisfies readonly Language[];

export type LanguageId = (typeof LANGUAGES)[number]["id"];

/** The language of an id; of anything else none. */
export function languageOf(id: string | null | undefined): Language | null {
  return LANGUAGES.find((language) => language.id === id) ?? null;
}

/** An operation in a language. */
export function sampleOf(language: Language, operation: Operation, values: SampleValues): string {
  return language.write(requestOf(operation, values));
}
