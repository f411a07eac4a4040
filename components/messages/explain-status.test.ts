import { expect, it } from "vitest";
import { MESSAGE_STATUSES } from "@/lib/messages/contract";
import { explain } from "./explain-status";

it.each(MESSAGE_STATUSES)("%s is explained in words of its own", (status) => {
  const { sentence, cost, whatToDo } = explain(status);
  for (const words of [sentence, cost, whatToDo]) expect(words).toMatch(/\.$/);
  expect(sentence).not.toContain("documentation does not mention");
});

it("takes a word that nobody knows as Routee’s", () => {
  expect(explain("Teleported").sentence).toContain("Teleported");
  expect(explain("constructor").sentence).toContain("constructor");
});
