/** Shown to people and run by code-samples.test.ts. */
export const NODE_SAMPLE = String.raw`import { createHmac, timingSafeEqual } from "node:crypto";

/** Whether Tidings made this request. body: the raw bytes, before any JSON parser. */
export function isGenuine(body, headers, secret) {
  const id = headers["webhook-id"] ?? "";
  const timestamp = headers["webhook-timestamp"] ?? "";
  const signatures = headers["webhook-signature"] ?? "";
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false;

  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const mac = createHmac("sha256", key).update(id + "." + timestamp + ".").update(body);
  const expected = Buffer.from("v1," + mac.digest("base64"));
  return signatures.split(" ").some((signature) => {
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

// With Express:
// app.post("/hook", express.raw({ type: "*/*" }), (req, res) => {
//   if (!isGenuine(req.body, req.headers, process.env.SIGNING_SECRET)) return res.sendStatus(401);
//   const callback = JSON.parse(req.body);
//   res.sendStatus(204);
// });
`;
