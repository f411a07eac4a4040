import { type Exchange, readQuestionAs } from "./exchange";
import type { Outcome } from "./failure";
import type { Credentials } from "./token-cache";
import { type Balance, balanceSchema, type Prices, pricesSchema } from "./wire-account";

/** What Routee says of the account. */
export interface AccountCalls {
  balance(credentials: Credentials): Promise<Outcome<Balance>>;
  /** What a segment costs, for each network. @param filter narrows it to a country or network, by its codes (E.212). */
  prices(
    credentials: Credentials,
    filter?: { mcc?: string; mnc?: string; currency?: string },
  ): Promise<Outcome<Prices>>;
}

export function accountCalls(exchange: Exchange): AccountCalls {
  return {
    async balance(credentials) {
      const answer = await exchange.ask(credentials, { method: "GET", path: "/accounts/me/balance" });
      if (!answer.ok) return answer;
      const read = readQuestionAs(balanceSchema, answer.value, "balance");
      if (!read.ok) return read;
      const { balance, currency } = read.value;
      const named = currency ? { code: currency.code, name: currency.name ?? null, sign: currency.sign ?? null } : null;
      return { ok: true, value: { balance, currency: named, raw: answer.value.json } };
    },

    async prices(credentials, filter = {}) {
      const query = new URLSearchParams({ ...filter, service: "Sms" });
      const answer = await exchange.ask(credentials, { method: "GET", path: `/system/prices?${query}` });
      if (!answer.ok) return answer;
      const read = readQuestionAs(pricesSchema, answer.value, "prices");
      if (!read.ok) return read;
      const countries = read.value.sms.map(({ mcc, country, iso, networks }) => ({
        mcc,
        country,
        iso,
        networks: networks.map(({ network, mnc, price }) => ({ network, mnc, price })),
      }));
      return { ok: true, value: { countries, currency: read.value.currency?.code ?? null, raw: answer.value.json } };
    },
  };
}
