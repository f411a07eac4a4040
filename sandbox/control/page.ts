import { createHash } from "node:crypto";
import type { Reply } from "../exchange";
import { API_FAULTS } from "../faults";
import { RETRY_RULES } from "../retries";
import { runPage } from "./page-script";
import { STYLE } from "./page-style";

/** The control page, for people: `GET /control`. */

const SCRIPT = `(${runPage.toString()})();`;
const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const POLICY = [
  "default-src 'none'",
  `script-src ${hash(SCRIPT)}`,
  `style-src ${hash(STYLE)}`,
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

type Choice = readonly [value: string, words: string];

const field = (name: string, words: string, type: "number" | "percent", attributes: string) =>
  `<label>${words}<input type="number" name="${name}" data-type="${type}" ${attributes}></label>`;
const percent = (name: string, words: string) =>
  field(name, `${words}, %`, "percent", 'min="0" max="100" step="any" inputmode="decimal"');
const check = (name: string, words: string) =>
  `<label class="check"><input type="checkbox" name="${name}">${words}</label>`;
const select = (name: string, words: string, choices: readonly Choice[], type = "text") =>
  `<label>${words}<select name="${name}" data-type="${type}">${choices
    .map(([value, text]) => `<option value="${value}">${text}</option>`)
    .join("")}</select></label>`;
const group = (words: string, ...content: string[]) =>
  `<fieldset><legend>${words}</legend>${content.join("")}</fieldset>`;
const pair = (...content: string[]) => `<div class="pair">${content.join("")}</div>`;

const API_WORDS: Record<(typeof API_FAULTS)[number], string> = {
  drop_before: "Cut before taking",
  drop_after: "Cut after taking",
  error_before: "5xx, not taken",
  error_after: "5xx, but taken",
  garbage_before: "Half a JSON, not taken",
  garbage_after: "HTML, but taken",
  slow: "Slow answer",
  rate_limited: "429, not taken",
};
const RETRY_WORDS: Record<(typeof RETRY_RULES)[number], string> = {
  "12-in-24h": "12 in 24 hours",
  "5-tries": "5 times",
};

const FAULTS = [
  group(
    "Requests",
    select("token", "Token requests", [
      ["ok", "Answered"],
      ["down", "Connection cut"],
      ["error", "HTTP 500"],
      ["slow", "Slow, 15 s"],
    ]),
    pair(
      select("api.kind", "Other requests", [
        ["", "Answered"],
        ...API_FAULTS.map((one) => [one, API_WORDS[one]] as const),
      ]),
      percent("api.share", "How many of them"),
    ),
    pair(
      field("api.delayMs", "If slow: by, ms", "number", 'min="0" max="600000"'),
      field("api.retryAfterSeconds", "If 429 or 5xx: Retry-After, s", "number", 'min="0"'),
    ),
    field("rateLimit.perSecond", "At most so many a second (empty: no limit)", "number", 'min="0.1" step="any"'),
  ),
  group(
    "Receipts",
    pair(percent("receipts.duplicateShare", "Posted twice"), percent("receipts.lostShare", "Never posted")),
    pair(
      percent("receipts.unknownStatusShare", "With unknown words"),
      field("receipts.maxExtraDelayMs", "Delayed by up to, ms", "number", 'min="0"'),
    ),
    check("receipts.shuffle", "In any order"),
    pair(
      field("receipts.concurrency", "Posted at once", "number", 'min="1" max="1000"'),
      select(
        "retries",
        "Posted again",
        RETRY_RULES.map((one) => [one, RETRY_WORDS[one]] as const),
      ),
    ),
    select("callbackSuccess", "Answered well with", [
      ["200", "Exactly 200"],
      ["2xx", "Any 2xx"],
    ]),
  ),
  group(
    "Where Routee is silent",
    pair(
      select(
        "choices.badTokenStatus",
        "Bad token",
        [
          ["401", "401"],
          ["403", "403"],
        ],
        "number",
      ),
      select("choices.errorCode", "Error codes", [
        ["string", "Text"],
        ["number", "Number"],
      ]),
    ),
    pair(
      select("choices.defaultStrategy", "Usual strategy", [
        ["OnChange", "OnChange"],
        ["OnCompletion", "OnCompletion"],
      ]),
      field("choices.trackingDelayMs", "Tracking lags by, ms", "number", 'min="0" max="3600000"'),
    ),
    check("choices.initialQueuedReceipt", "A receipt for the first Queued"),
    field("seed", "Seed: the same one makes the same choices", "number", 'step="1"'),
  ),
].join("");

const table = (id: string, headings: readonly string[]) =>
  `<table id="${id}"><thead><tr>${headings.map((one) => `<th scope="col">${one}</th>`).join("")}</tr></thead>` +
  `<tbody></tbody></table><p class="quiet" id="${id}-none">Loading.</p>`;
const count = (name: string, words: string) => `<div><dt>${words}</dt><dd data-count="${name}">…</dd></div>`;
const button = (value: string, words: string, look = "", more = "") =>
  `<button type="submit" value="${value}" class="${look}"${more}>${words}</button>`;

const HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sandbox control</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>Sandbox control</h1>
<p class="quiet">A stand-in for Routee. Nothing that is sent to it reaches a phone.</p>
<dl class="numbers">${count("taken", "Messages")}${count("unfinished", "Under way")}${count("campaigns", "Campaigns")}${count("posted", "Posts")}${count("speed", "Speed")}</dl>
<div id="outcome" role="status"></div>
</header>
<main>
<div class="side">
<section aria-labelledby="h-speed"><h2 id="h-speed">Speed</h2>
<form id="speed">${field("speed", "How many times faster than usual", "number", 'required min="0.0001" max="1000000" step="any"')}
<div class="actions">${button("speed", "Set speed", "main")}</div></form></section>
<section aria-labelledby="h-faults"><h2 id="h-faults">Faults</h2>
<form id="faults">${FAULTS}
<div class="actions">${button("faults", "Set faults", "main")}${button("end-faults", "End all faults", "", " formnovalidate")}</div></form></section>
<section aria-labelledby="h-all"><h2 id="h-all">All at once</h2>
<form id="all"><div class="actions">${button("expire", "Expire all tokens")}${button("reset", "Reset…", "danger")}</div></form></section>
</div>
<div class="wide">
<section aria-labelledby="h-applications"><h2 id="h-applications">Applications</h2>
${table("applications", ["Application ID", "Balance", "State", "Secret"])}
<form id="balance">
${pair(
  '<label>Application ID<input name="applicationId" list="known-applications" required autocomplete="off"></label>',
  field("balance", "Balance, EUR", "number", 'min="0" step="any"'),
)}
<datalist id="known-applications"></datalist>
<div class="actions">${button("balance", "Set balance", "main")}${button("revoke", "Revoke")}${button("forbid", "Forbid sending")}${button("restore", "Restore")}</div></form></section>
<section aria-labelledby="h-messages"><h2 id="h-messages">Last 50 messages</h2>
${table("messages", ["Taken", "Recipient", "Message", "Segments", "Last posts"])}</section>
</div>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;

export const controlPage: Reply = {
  status: 200,
  text: HTML,
  headers: {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": POLICY,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  },
};
