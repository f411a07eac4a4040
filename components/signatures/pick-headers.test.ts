import { describe, expect, test } from "vitest";
import { pickHeaders } from "./pick-headers";

const WHOLE = { id: "0196-a", timestamp: "1772442000", signature: "v1,K5oZ/+a= v1,Zm9v" };

describe("pickHeaders", () => {
  test.each([
    [
      "raw headers",
      "Host: example.com\r\nWebhook-Id: 0196-a\r\nWEBHOOK-TIMESTAMP: 1772442000 \r\nwebhook-signature:v1,K5oZ/+a= v1,Zm9v\r\n\r\n",
    ],
    [
      "JSON",
      '{"webhook-id":"0196-a","webhook-timestamp":"1772442000","webhook-signature":"v1,K5oZ/+a= v1,Zm9v","x":1}',
    ],
    [
      "JSON of lists",
      '{"webhook-id": ["0196-a"], "webhook-timestamp": [ "1772442000"], "webhook-signature": ["v1,K5oZ/+a= v1,Zm9v"]}',
    ],
    [
      "JavaScript's console",
      "{\n  'webhook-id': '0196-a',\n  'webhook-timestamp': 1772442000,\n  'webhook-signature': 'v1,K5oZ/+a= v1,Zm9v',\n}",
    ],
    [
      "curl",
      "-H 'webhook-id: 0196-a' -H 'webhook-timestamp: 1772442000' -H \"webhook-signature: v1,K5oZ/+a= v1,Zm9v\"",
    ],
    ["CGI", "HTTP_WEBHOOK_ID=0196-a\nHTTP_WEBHOOK_TIMESTAMP=1772442000\nHTTP_WEBHOOK_SIGNATURE=v1,K5oZ/+a= v1,Zm9v"],
    [
      "PHP",
      '  ["webhook-id"]=>\n  "0196-a"\n["webhook-timestamp"] => "1772442000", "webhook-signature" => "v1,K5oZ/+a= v1,Zm9v"',
    ],
    ["a table", "webhook-id\t0196-a\nwebhook-timestamp\t1772442000\nwebhook-signature\tv1,K5oZ/+a= v1,Zm9v\n"],
  ])("finds the three in %s", (_, block) => {
    expect(pickHeaders(block)).toEqual(WHOLE);
  });

  test("leaves out what is not there", () => {
    expect(pickHeaders("webhook-id: a\nContent-Type: application/json")).toEqual({ id: "a" });
    expect(pickHeaders("webhook-id:\nwebhook-signature:  ")).toEqual({});
    expect(pickHeaders("")).toEqual({});
  });
});
