/** A check of a callback's signature. It runs as it stands: verify.test.ts holds it against another implementation. */
export const VERIFY_SAMPLE = `import { createHmac, timingSafeEqual } from "node:crypto";

// headers: their names in lower case. body: the bytes as they came. secret: whsec_…
export function isFromTidings(headers, body, secret) {
  const id = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"];
  const age = Math.abs(Date.now() / 1000 - Number(timestamp));
  if (!id || !(age < 300)) return false;

  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const expected = createHmac("sha256", key).update(\`\${id}.\${timestamp}.\`).update(body).digest();
  return (headers["webhook-signature"] ?? "").split(" ").some((signature) => {
    const given = Buffer.from(signature.replace("v1,", ""), "base64");
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}`;
