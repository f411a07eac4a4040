/** Routee's words in plain ones, for the timeline. Pure, and light enough for the browser. */

export interface StatusExplanation {
  /** A word or two. */
  title: string;
  /** What happened. */
  sentence: string;
  /** What it costs. Routee's pages do not say it for each status; resellers' do. */
  cost: string;
  /** What one can do now; says so when there is nothing to do. */
  whatToDo: string;
}

const STATUSES: Readonly<Record<string, StatusExplanation>> = {
  Queued: {
    title: "Queued",
    sentence: "Routee has taken the message and is about to send it.",
    cost: "Charged for each segment when it is sent.",
    whatToDo: "Nothing: it is usually sent within seconds.",
  },
  Sent: {
    title: "Sent",
    sentence: "Routee handed the message to the mobile network, which has not said yet whether it arrived.",
    cost: "Each segment is charged, whether it arrives or not.",
    whatToDo: "Wait. It takes seconds when the phone is on; it can take up to the message's time to live, 72 hours.",
  },
  Delivered: {
    title: "Delivered",
    sentence: "The mobile network confirmed that the message reached the phone.",
    cost: "Each segment is charged.",
    whatToDo: "Nothing.",
  },
  Undelivered: {
    title: "Not delivered",
    sentence: "The mobile network reported that the message did not reach the phone, or its time to live ran out.",
    cost: "Each segment is charged: the network tried.",
    whatToDo: "Look at the reason: some pass by themselves, others mean the number is wrong.",
  },
  Failed: {
    title: "Failed",
    sentence: "Routee could not process the message, and it was not sent.",
    cost: "Usually not charged, since nothing was sent. Routee’s invoice decides.",
    whatToDo: "Check the sender ID and the number, then send it again.",
  },
  Unsent: {
    title: "Not sent",
    sentence: "Routee did not send the message because the account's balance was too low.",
    cost: "Not charged, since nothing was sent.",
    whatToDo: "Top up the Routee account, then send it again.",
  },
};

/** What a status of Routee's means. An unknown word is explained as one that Routee does not document. */
export function explainStatus(status: string): StatusExplanation {
  return Object.hasOwn(STATUSES, status) && STATUSES[status]
    ? STATUSES[status]
    : {
        title: status,
        sentence: `Routee reported “${status}”, which its documentation does not mention.`,
        cost: "Not known: the price stands with the segment once Routee reports it.",
        whatToDo: "Wait for the next receipt: the status does not count as final.",
      };
}

const CHARGED = "Charged: the network tried.";

/** Routee's detailed statuses (its page on statuses). */
const DETAILED: Readonly<Record<string, Omit<StatusExplanation, "title">>> = {
  Sent: {
    sentence: "Handed to the mobile network.",
    cost: "Charged.",
    whatToDo: "Wait for what the network says.",
  },
  Delivered: { sentence: "The phone received it.", cost: "Charged.", whatToDo: "Nothing." },
  Undelivered: { sentence: "It did not reach the phone.", cost: CHARGED, whatToDo: "Try again later." },
  Failed: {
    sentence: "Routee could not process it, and it was not sent.",
    cost: "Usually not charged.",
    whatToDo: "Check the sender ID and the number, then send it again.",
  },
  "Undelivered on Handset": {
    sentence: "The phone was switched off, out of reach, or could not take the message.",
    cost: CHARGED,
    whatToDo: "Send it again later, or with a longer validity.",
  },
  "Unknown Number": {
    sentence: "The number does not exist, or not any more.",
    cost: CHARGED,
    whatToDo: "Correct the number, or take it off your list: each further message to it costs.",
  },
  Roaming: {
    sentence: "The recipient is abroad, and the message could not follow.",
    cost: CHARGED,
    whatToDo: "Send it again later.",
  },
  "Call Barred": {
    sentence: "The recipient or their network blocks such messages.",
    cost: CHARGED,
    whatToDo: "Reach the recipient in another way; the same message will be blocked again.",
  },
  "Unknown Status": {
    sentence: "The mobile network gave no reason.",
    cost: CHARGED,
    whatToDo: "Send it again later; when it happens often in one network, ask Routee.",
  },
  "Carrier Violation": {
    sentence: "A content or spam filter of the mobile network stopped it.",
    cost: CHARGED,
    whatToDo: "Change the text (links and sender IDs are what filters look at), or register the sender ID.",
  },
  Expired: {
    sentence: "Its time to live ran out while the network kept trying.",
    cost: CHARGED,
    whatToDo: "Send it again, with a longer validity if it can wait.",
  },
};

/** The detailed statuses that Routee documents; those of India's register have a number behind their name. */
export const DETAILED_STATUSES: readonly string[] = Object.keys(DETAILED);

const DO_NOT_DISTURB: Omit<StatusExplanation, "title"> = {
  sentence: "The recipient is on India's do-not-disturb register.",
  cost: CHARGED,
  whatToDo: "Do not send promotions to this number; messages of service need a registered template.",
};

/** What a detailed status means, costs and asks for; null when it is not a documented one. */
export function explainDetail(detailed: string): Omit<StatusExplanation, "title"> | null {
  if (detailed.startsWith("DND Error Code")) return DO_NOT_DISTURB;
  return Object.hasOwn(DETAILED, detailed) ? (DETAILED[detailed] ?? null) : null;
}

/** What a detailed status means, in one sentence; null when it is not a documented one. */
export function explainDetailedStatus(detailed: string): string | null {
  return explainDetail(detailed)?.sentence ?? null;
}

const CODES: Readonly<Record<string, string>> = {
  "400000000": "Routee found a field missing or wrong.",
  "403000000": "The application does not have the right to send SMS: allow it in Routee's settings.",
  "400001009": "The Routee account's balance is too low for this message: top it up.",
  "404001001": "Routee does not find the account.",
  "404002001": "Routee does not find the contact.",
  "409002005": "A contact with this number, or a group with this name, exists already.",
  "400002006": "The contact's custom fields are not valid.",
  "400002007": "The group's filters are not valid.",
  "409002011": "A label with this name exists already.",
  "404002012": "Routee does not find the custom field.",
  "409002013": "Two custom fields have the same name.",
  "400002014": "The same label stands twice in the request.",
  "400005000": "Routee does not accept the sender ID, or there is no recipient.",
  "404005000": "Routee does not know a message with this tracking ID.",
  "400007001": "The time range is not valid: the start must come before the end, at most five years apart.",
  "404009001": "Routee does not find the campaign.",
  "400009002": "The campaign is no longer scheduled, so it cannot be changed.",
  "409009003": "A campaign with this name exists already.",
  "400009004": "The campaign has nobody to send to: its groups are empty or everybody in them is blacklisted.",
  "404010002": "Routee does not find the application.",
  "400011001": "The template of the verification is not valid.",
  "400011002": "The verification is not pending any more.",
  "400011003": "The verification has expired.",
  "400011004": "The verification was tried too often.",
  "400011005": "The code that was entered is wrong.",
  "404011006": "Routee does not find the verification.",
};

/** What Routee's 9-digit error code means; null when it is not a documented one. */
export function explainErrorCode(code: string): string | null {
  return Object.hasOwn(CODES, code) ? (CODES[code] ?? null) : null;
}
