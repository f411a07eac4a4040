/** Who sends: a person, or a program with its API key. */
export type Sender = { accountId: string; key?: never } | { accountId: null; key: { id: string; name: string } };

/** What an event keeps of who caused it. A key's name is kept, so that it can be told when the key is gone. Pure. */
export function originOf(sender: Sender): { accountId: string } | { keyId: string; keyName: string } {
  return sender.key ? { keyId: sender.key.id, keyName: sender.key.name } : { accountId: sender.accountId };
}
