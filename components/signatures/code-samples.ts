import { GO_SAMPLE } from "./samples/go";
import { JAVA_SAMPLE } from "./samples/java";
import { NODE_SAMPLE } from "./samples/node";
import { PHP_SAMPLE } from "./samples/php";
import { PYTHON_SAMPLE } from "./samples/python";
import { RUBY_SAMPLE } from "./samples/ruby";

/** Receivers' code that checks a signature, in each language without a package beyond its own. */
export const CODE_SAMPLES = [
  { language: "Node.js", code: NODE_SAMPLE },
  { language: "Python", code: PYTHON_SAMPLE },
  { language: "PHP", code: PHP_SAMPLE },
  { language: "Ruby", code: RUBY_SAMPLE },
  { language: "Java", code: JAVA_SAMPLE },
  { language: "Go", code: GO_SAMPLE },
] as const;

export type Language = (typeof CODE_SAMPLES)[number]["language"];
