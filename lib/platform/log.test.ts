import { expect, test } from "vitest";
import { makeLogger } from "./log";

/** What is never meant to be logged stays out of the log even when somebody forgets. */
function lineOf(fields: object): string {
  let line = "";
  makeLogger("debug", { write: (text) => (line += text) }).info(fields, "something happened");
  return line;
}

const SECRET = "canary-of-the-log-7f3a";

test.each([
  "password",
  "secret",
  "applicationSecret",
  "callbackSigningSecret",
  "token",
  "access_token",
  "authorization",
  "cookie",
  "headers",
  "body",
])("a field named %s is hidden, at the top and one level down", (name) => {
  for (const fields of [{ [name]: SECRET }, { app: { [name]: SECRET } }, { err: { [name]: SECRET } }]) {
    const line = lineOf(fields);
    expect(line).not.toContain(SECRET);
    expect(line).toContain("[hidden]");
  }
});

test("of a database's error the words are told, and not the row that it was about", () => {
  const error = Object.assign(new Error('violates check constraint "messages_to"'), {
    code: "23514",
    detail: `Failing row contains (${SECRET}).`,
    where: `COPY messages, line 1: "${SECRET}"`,
  });
  const line = lineOf({ err: error });
  expect(line).toContain("messages_to");
  expect(line).toContain("23514");
  expect(line).not.toContain(SECRET);
});

test("what a line is about stays to be read", () => {
  const fields = { requestId: "r-1", messageId: "m-1", code: "not_found", failure: "refused (HTTP 400)" };
  expect(JSON.parse(lineOf(fields))).toMatchObject({ level: "info", msg: "something happened", ...fields });
});
