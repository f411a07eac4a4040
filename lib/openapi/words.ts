import type { Words } from "./describe";
import { appWords } from "./words/apps";
import { batchWords } from "./words/batches";
import { callbackWords } from "./words/callbacks";
import { messageWords } from "./words/messages";
import { routeeWords } from "./words/routee";
import { systemWords } from "./words/system";

/**
 * What every field is, in a sentence: of requests by the operation's id, of answers by the schema's name. They stand
 * apart from the schemas since browsers load those, and read no descriptions.
 */
export const WORDS: Readonly<Record<string, Words>> = {
  ...messageWords,
  ...batchWords,
  ...callbackWords,
  ...routeeWords,
  ...appWords,
  ...systemWords,
};

/** What stands in an address, by what stands before it there. */
const IN_PATHS: Words = {
  "apps/id": "The app's id.",
  "batches/id": "The batch's id.",
  "callbacks/id": "The callback's id.",
  "campaign/trackingId": "The campaign's tracking ID.",
  "campaigns/trackingId": "The campaign's tracking ID.",
  "keys/keyId": "The API key's id.",
  "messages/id": "The message's id.",
  "single/trackingId": "The message's id here, or Routee's tracking ID.",
  "sms/trackingId": "The campaign's tracking ID.",
};

/** The words of an address's parameters, by name. Pure. */
export function pathWords(path: string): Words {
  return Object.fromEntries(
    [...path.matchAll(/(\w+)\/\{(\w+)\}/g)].flatMap(([, before, name = ""]) => {
      const words = IN_PATHS[`${before}/${name}`];
      return words === undefined ? [] : [[name, words]];
    }),
  );
}
