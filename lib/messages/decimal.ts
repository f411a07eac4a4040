/** Decimal text as Routee's prices come: up to 8 digits after the point. */
const SCALE = 8;

function toUnits(decimal: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal);
  if (!match) throw new RangeError(`${JSON.stringify(decimal)} is not a decimal number.`);
  const [, sign = "", whole = "0", fraction = ""] = match;
  const units = BigInt(whole + fraction.slice(0, SCALE).padEnd(SCALE, "0"));
  return sign === "-" ? -units : units;
}

/** The sum of decimal texts, exactly, without trailing zeros. @throws {RangeError} when one is not a decimal. */
export function addDecimals(decimals: readonly string[]): string {
  const sum = decimals.reduce((total, decimal) => total + toUnits(decimal), 0n);
  const digits = (sum < 0n ? -sum : sum).toString().padStart(SCALE + 1, "0");
  const fraction = digits.slice(-SCALE).replace(/0+$/, "");
  return `${sum < 0n ? "-" : ""}${digits.slice(0, -SCALE)}${fraction ? `.${fraction}` : ""}`;
}
