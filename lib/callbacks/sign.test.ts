import { describe, expect, test } from "vitest";
import { sign } from "./sign";

describe("sign", () => {
  test("gives the signature of Standard Webhooks' own example", () => {
    // The vector in the specification's libraries.
    const signed = sign(
      "msg_p5jXN8AQM9LWM0D4loKWxJek",
      '{"test": 2432232314}',
      ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
      new Date(1_614_265_330_000),
    );
    expect(signed).toEqual({
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    });
  });

  test("signs with each secret that is valid, the current one first", () => {
    const [a, b] = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", `whsec_${Buffer.from("other").toString("base64")}`];
    const now = new Date(1_614_265_330_000);
    const alone = [a, b].map((secret) => sign("id", "{}", [secret ?? ""], now)["webhook-signature"]);
    expect(sign("id", "{}", [a ?? "", b ?? ""], now)["webhook-signature"]).toBe(alone.join(" "));
  });
});
