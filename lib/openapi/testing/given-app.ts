import { createApp } from "@/lib/apps/create-app";
import { givenBatch } from "@/lib/batches/testing/given-batch";
import { pauseEndpoint } from "@/lib/callbacks/endpoints";
import { createKeySchema, type Scope } from "@/lib/keys/contract";
import { createKey } from "@/lib/keys/create-key";
import { handOver } from "@/lib/messages/hand-over";
import { readMessage } from "@/lib/messages/read-message";
import { receiptToken } from "@/lib/messages/receipt-token";
import { givenMessage } from "@/lib/messages/testing/given";
import { prisma } from "@/lib/platform/database";
import { SAMPLE } from "../operation";

/** An app with something of everything, and a mark on each text of it. */
export interface InhabitedApp {
  id: string;
  /** What stands in for the document's sample ids. */
  samples: Readonly<Record<string, string>>;
  /** Secrets of its API keys, by what they may do. */
  keys: { all: string; send: string; read: string };
  /** A token for receipts of its message. */
  receiptToken: string;
  /** Every id of it, Routee's too. */
  ids: readonly string[];
  /** Texts that stand nowhere else, by where they stand here. */
  marks: Readonly<Record<string, string>>;
}

const REQUESTS_PER_MINUTE = 1_000_000;

/**
 * Makes one: a message at Routee and a scheduled one, a batch, a campaign, a callback, keys, a paused address.
 * @param name of it, letters only: the marks begin with it.
 */
export async function givenInhabitedApp(name: string, accountId: string, receiver: string): Promise<InhabitedApp> {
  const marks = {
    "the name": `${name} app name`,
    "a text": `${name} text, nobody else's`,
    "a label": `${name}-label`,
    "a sender": `${name}Sender`.slice(0, 11),
    "a batch's name": `${name} batch`,
    "a campaign's name": `${name} campaign`,
    "a key's name": `${name} key`,
    "a callback's address": `${receiver}/hook-of-${name}`,
    "a number": `+3069${String(Math.floor(1e7 + Math.random() * 8.9e7))}`,
  };
  const app = await createApp(prisma(), {
    name: marks["the name"],
    environment: "sandbox",
    defaultSender: marks["a sender"],
    defaultCallback: { url: marks["a callback's address"], strategy: "OnChange" },
  });
  const owner = { accountId, appId: app.id };
  const keyWith = (scopes: Scope[]) =>
    createKey(
      app,
      createKeySchema.parse({ name: marks["a key's name"], scopes, requestsPerMinute: REQUESTS_PER_MINUTE }),
      accountId,
    );
  const all = await keyWith(["messages:send", "messages:read"]);
  const send = await keyWith(["messages:send"]);
  const read = await keyWith(["messages:read"]);
  // Told to the client of examples, and the one that is revoked in them.
  const spare = await keyWith(["messages:send", "messages:read"]);
  const text = { body: marks["a text"], label: marks["a label"] };
  const message = await givenMessage(owner, { ...text, to: marks["a number"] });
  await handOver(message.id);
  const detail = await readMessage(message.id);
  const scheduledAt = new Date(Date.now() + 3_600_000).toISOString();
  const scheduled = await givenMessage(owner, { ...text, scheduledAt });
  const batch = await givenBatch(owner, { ...text, name: marks["a batch's name"] });
  const asked = { to: [marks["a number"]], respectQuietHours: false, transcode: null };
  const campaign = await givenBatch(
    owner,
    { ...text, name: marks["a campaign's name"], scheduledAt },
    { asked, allOrNothing: true },
  );
  await pauseEndpoint(app.id, `${marks["a callback's address"]}/paused`);
  const callback = detail?.callbacks[0]?.id;
  const trackingId = detail?.trackingId;
  if (!callback || !trackingId) throw new Error("The message is not at Routee, or made no callback.");
  return {
    id: app.id,
    samples: {
      [SAMPLE.app]: app.id,
      [SAMPLE.message]: message.id,
      [SAMPLE.scheduled]: scheduled.id,
      [SAMPLE.batch]: batch.id,
      [SAMPLE.campaign]: campaign.id,
      [SAMPLE.callback]: callback,
      [SAMPLE.key]: spare.id,
      [SAMPLE.receiver]: marks["a callback's address"],
      "API key secret": spare.secret,
      "{now}": new Date(Date.now() + 60_000).toISOString(),
      "{now-1h}": new Date(Date.now() - 3_600_000).toISOString(),
    },
    keys: { all: all.secret, send: send.secret, read: read.secret },
    receiptToken: receiptToken(message.id),
    ids: [app.id, message.id, scheduled.id, batch.id, campaign.id, callback, spare.id, trackingId],
    marks,
  };
}
