import { expect, it } from "vitest";
import { parseDraft } from "./draft";
import { emptyForm } from "./form-values";

const draft = { values: { ...emptyForm("a", "GR"), body: "Hello" }, sendKey: { key: "k", refused: false } };

it("reads back what was kept", () => {
  expect(parseDraft(JSON.stringify(draft))).toEqual(draft);
});
it.each([null, "", "{", "{}", '{"values":{"to":1}}'])("takes %j for no draft", (text) => {
  expect(parseDraft(text)).toBeNull();
});
