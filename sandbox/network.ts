import { countryOf } from "@/lib/sms/phone";

/** One simulated network, by the beginning of its numbers. Prices are of a segment, in euros. */
export interface Network {
  prefix: string;
  operator: string;
  price: number;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Mobile country code and mobile network code (ITU-T E.212). */
  mcc: string;
  mnc: string;
}

export const NETWORKS: readonly Network[] = [
  { prefix: "+3069", operator: "Cosmote", price: 0.042, country: "GR", mcc: "202", mnc: "01" },
  { prefix: "+35796", operator: "Epic", price: 0.031, country: "CY", mcc: "280", mnc: "10" },
  { prefix: "+35799", operator: "Cyta", price: 0.031, country: "CY", mcc: "280", mnc: "01" },
  { prefix: "+4474", operator: "Three", price: 0.034, country: "GB", mcc: "234", mnc: "20" },
  { prefix: "+4477", operator: "Vodafone", price: 0.034, country: "GB", mcc: "234", mnc: "15" },
  { prefix: "+447", operator: "O2", price: 0.034, country: "GB", mcc: "234", mnc: "10" },
  { prefix: "+4915", operator: "Telekom", price: 0.075, country: "DE", mcc: "262", mnc: "01" },
  { prefix: "+4916", operator: "Telefónica", price: 0.075, country: "DE", mcc: "262", mnc: "03" },
  { prefix: "+4917", operator: "Vodafone", price: 0.075, country: "DE", mcc: "262", mnc: "02" },
  { prefix: "+336", operator: "Orange", price: 0.045, country: "FR", mcc: "208", mnc: "01" },
  { prefix: "+337", operator: "SFR", price: 0.045, country: "FR", mcc: "208", mnc: "10" },
  { prefix: "+393", operator: "TIM", price: 0.048, country: "IT", mcc: "222", mnc: "01" },
  { prefix: "+346", operator: "Movistar", price: 0.051, country: "ES", mcc: "214", mnc: "07" },
  { prefix: "+1", operator: "AT&T", price: 0.0066, country: "US", mcc: "310", mnc: "410" },
  { prefix: "+919", operator: "Airtel (Bharti Airtel)", price: 0.0021, country: "IN", mcc: "404", mnc: "10" },
];

const ELSEWHERE = { operator: "Mobile network", price: 0.06, country: null };

/** The simulated network of a number (E.164). Names and prices are arbitrary, but the same every time. */
export function networkOf(to: string): { country: string | null; operator: string; price: number } {
  const { operator, price, country } = NETWORKS.find(({ prefix }) => to.startsWith(prefix)) ?? ELSEWHERE;
  return { country: countryOf(to) ?? country, operator, price };
}
