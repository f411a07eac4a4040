import { expect, it } from "vitest";
import { outcomeOf } from "./sign-in";

it.each([
  ["http://localhost:3000/", { kind: "in" }],
  ["http://localhost:3000/sign-in?error=CredentialsSignin", { kind: "wrong" }],
  ["http://localhost:3000/sign-in?error=TooManyAttempts%3A30", { kind: "wait", seconds: 30 }],
  ["http://localhost:3000/sign-in?error=Configuration", { kind: "failed" }],
  ["", { kind: "failed" }],
])("an answer that leads to %j", (url, outcome) => {
  expect(outcomeOf(url)).toEqual(outcome);
});
