import { countryOf } from "@/lib/sms/phone";

/** The simulated networks: operators by the beginning of the number, and what a segment costs there in euros. */
const NETWORKS: readonly { prefix: string; operator: string; price: number }[] = [
  { prefix: "+3069", operator: "Cosmote", price: 0.042 },
  { prefix: "+35796", operator: "Epic", price: 0.031 },
  { prefix: "+35799", operator: "Cyta", price: 0.031 },
  { prefix: "+4474", operator: "Three", price: 0.034 },
  { prefix: "+4477", operator: "Vodafone", price: 0.034 },
  { prefix: "+447", operator: "O2", price: 0.034 },
  { prefix: "+4915", operator: "Telekom", price: 0.075 },
  { prefix: "+4916", operator: "Telefónica", price: 0.075 },
  { prefix: "+4917", operator: "Vodafone", price: 0.075 },
  { prefix: "+336", operator: "Orange", price: 0.045 },
  { prefix: "+337", operator: "SFR", price: 0.045 },
  { prefix: "+393", operator: "TIM", price: 0.048 },
  { prefix: "+346", operator: "Movistar", price: 0.051 },
  { prefix: "+1", operator: "AT&T", price: 0.0066 },
  { prefix: "+919", operator: "Airtel (Bharti Airtel)", price: 0.0021 },
];

const ELSEWHERE = { operator: "Mobile network", price: 0.06 };

/** The simulated network of a number (E.164). Names and prices are arbitrary, but the same every time. */
export function networkOf(to: string): { country: string | null; operator: string; price: number } {
  const { operator, price } = NETWORKS.find(({ prefix }) => to.startsWith(prefix)) ?? ELSEWHERE;
  return { country: countryOf(to), operator, price };
}
