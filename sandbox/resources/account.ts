import { wholeSeconds } from "@/lib/routee/wire";
import type { Application, TopUp } from "../applications";
import { type Asked, invalid, ok, type Reply } from "../exchange";
import type { Problems } from "../fields";
import { NETWORKS } from "../network";
import { envelope, readPage } from "../pages";

const EUR = { code: "EUR", name: "Euro", sign: "€" };

/** `GET /accounts/me/balance` */
export function readBalance({ balance }: Application): Reply {
  return ok({ balance: Number(balance.toFixed(5)), currency: EUR });
}

/** `GET /accounts/me/transactions`: top-ups only, the latest first. */
export function readTransactions({ topUps }: Application, { query }: Asked): Reply {
  const from = Date.parse(query.get("from") ?? "");
  const to = Date.parse(query.get("to") ?? "");
  const problems: Problems = {};
  const page = readPage(query, problems);
  if (Number.isNaN(from)) problems.from = "required, a time";
  if (Number.isNaN(to) || to < from) problems.to = "required, a time after from";
  if (Object.keys(problems).length > 0) return invalid(problems, "Transaction");
  const found = topUps.filter(({ at }) => at >= from && at <= to).reverse();
  const content = found.slice(page.page * page.size, (page.page + 1) * page.size).map(transaction);
  return ok(envelope(content, found.length, page));
}

function transaction({ id, amount, at, balanceBefore, balanceAfter }: TopUp) {
  const shared = { amount, balanceBefore, balanceAfter, date: wholeSeconds(at), status: "Completed" };
  return { id, source: "Sandbox", ...shared, actions: [{ id: `${id}-1`, type: "TopUp", ...shared }] };
}

const SERVICES = ["Sms", "Voice", "TwoStep", "Lookup", "NumberValidator", "Viber"];

/** `GET /system/prices?mcc&mnc&service&currency`: what a segment costs in each simulated network. */
export function readPrices({ query }: Asked): Reply {
  const service = query.get("service");
  const problems: Problems = {};
  if (service !== null && !SERVICES.includes(service)) problems.service = `one of ${SERVICES.join(", ")}`;
  if ((query.get("currency") ?? EUR.code) !== EUR.code) problems.currency = "the sandbox counts in EUR only";
  if (Object.keys(problems).length > 0) return invalid(problems, "Price");
  const prices: Record<string, unknown> = {
    Sms: { sms: smsPrices(query.get("mcc"), query.get("mnc")) },
    Voice: { voice: [] },
    TwoStep: { twoStep: { sms: 0.06, voice: 0.06 } },
    Lookup: { lookup: { perRequest: 0.005 } },
    NumberValidator: { numberValidator: { withPortedInfo: 0.005, withoutPortedInfo: 0.001 } },
    Viber: { viber: [] },
  };
  const asked = service === null ? Object.values(prices) : [prices[service]];
  return ok(Object.assign({}, ...asked, { currency: EUR }));
}

function smsPrices(mcc: string | null, mnc: string | null) {
  const asked = NETWORKS.filter((one) => (mcc === null || one.mcc === mcc) && (mnc === null || one.mnc === mnc));
  const names = new Intl.DisplayNames("en", { type: "region" });
  return [...new Set(asked.map((network) => network.mcc))].map((code) => {
    const networks = asked.filter((network) => network.mcc === code);
    const iso = networks[0]?.country ?? "";
    const prices = networks.map(({ operator, mnc: number, price }) => ({ network: operator, mnc: number, price }));
    return { mcc: code, country: names.of(iso), iso, networks: prices };
  });
}
