import type { Message } from "./message";

/** The messages by everything that they are searched for, so that no request looks at all of them. */
export class MessageIndex {
  readonly byTrackingId = new Map<string, Message>();
  readonly #byLabel = new Map<string, Message[]>();
  readonly #byRecipient = new Map<string, Message[]>();
  readonly #byCampaign = new Map<string, Message[]>();
  #inOrder: Message[] = [];

  /** In the order in which they were taken. */
  get inOrder(): readonly Message[] {
    return this.#inOrder;
  }

  withLabel = (label: string): readonly Message[] => this.#byLabel.get(label) ?? [];
  to = (recipient: string): readonly Message[] => this.#byRecipient.get(recipient) ?? [];
  ofCampaign = (trackingId: string): readonly Message[] => this.#byCampaign.get(trackingId) ?? [];

  add(message: Message): void {
    this.byTrackingId.set(message.trackingId, message);
    this.#inOrder.push(message);
    if (message.label !== null) append(this.#byLabel, message.label, message);
    append(this.#byRecipient, message.to, message);
    if (message.campaign) append(this.#byCampaign, message.campaign.trackingId, message);
  }

  keepOnly(isKept: (message: Message) => boolean): void {
    const kept = this.#inOrder.filter(isKept);
    for (const map of [this.byTrackingId, this.#byLabel, this.#byRecipient, this.#byCampaign]) map.clear();
    this.#inOrder = [];
    for (const message of kept) this.add(message);
  }
}

function append(map: Map<string, Message[]>, key: string, message: Message): void {
  const known = map.get(key);
  if (known) known.push(message);
  else map.set(key, [message]);
}
