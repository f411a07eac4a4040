import type { Application } from "./applications";
import type { CampaignRunner } from "./campaign-runner";
import { type Asked, CODES, oauthError, type Reply, refusal, spring } from "./exchange";
import type { Hostility } from "./hostility";
import type { Ledger } from "./ledger";
import { readBalance, readPrices, readTransactions } from "./resources/account";
import { createCampaigns } from "./resources/campaigns";
import { readQuietCountries } from "./resources/quiet-countries";
import { createSending } from "./resources/sending";
import { searchTracking, trackCampaign, trackSingle } from "./resources/tracking";
import type { Take } from "./taking";
import type { TokenDesk } from "./tokens";

interface Route {
  method: string;
  /** With the part of the path that names one thing. */
  path: RegExp;
  /** Whether the token must have the right to send SMS. */
  sms: boolean;
  answer(asked: Asked, application: Application, id: string): Reply;
}

/** A token desk that is slow takes longer than a client waits. */
const SLOW_TOKEN_MS = 15_000;

/** Routee's resources. What is not here is answered 404. */
export function createRoutee(parts: {
  ledger: Ledger;
  desk: TokenDesk;
  take: Take;
  runner: CampaignRunner;
  hostility: Hostility;
}): { answer(asked: Asked): Reply; reset(): void } {
  const { ledger, desk, take, hostility } = parts;
  const campaigns = createCampaigns(ledger, parts.runner);
  const sending = createSending(ledger, desk, take, invalidToken);

  const route = (method: string, path: RegExp, answer: Route["answer"], sms = true): Route => ({
    method,
    path,
    sms,
    answer,
  });
  const routes: readonly Route[] = [
    route("POST", /^\/sms$/, withJson(sending.send)),
    route("POST", /^\/sms\/analyze$/, withJson(sending.analyze)),
    route("POST", /^\/sms\/campaign$/, withJson(campaigns.send)),
    route("POST", /^\/sms\/analyze\/campaign$/, withJson(campaigns.analyze)),
    route("PUT", /^\/sms\/([0-9a-f-]{36})$/, withJson(campaigns.change)),
    route("DELETE", /^\/sms\/([0-9a-f-]{36})$/, (_, __, id) => campaigns.cancel(id)),
    route("GET", /^\/campaigns\/([^/]+)$/, (_, __, id) => campaigns.read(id)),
    route("POST", /^\/sms\/tracking$/, (asked) => searchTracking(ledger, asked, Date.now())),
    route("GET", /^\/sms\/tracking\/single\/([^/]+)$/, (_, __, id) => trackSingle(ledger, id, Date.now())),
    route("GET", /^\/sms\/tracking\/campaign\/([^/]+)$/, (asked, _, id) =>
      trackCampaign(ledger, id, asked, Date.now()),
    ),
    route("GET", /^\/sms\/quietHours\/countries\/([^/]+)$/, (_, __, language) => readQuietCountries(language)),
    route("GET", /^\/accounts\/me\/balance$/, (_, application) => readBalance(application), false),
    route("GET", /^\/accounts\/me\/transactions$/, (asked, application) => readTransactions(application, asked), false),
    route("GET", /^\/system\/prices$/, (asked) => readPrices(asked), false),
  ];

  function giveToken(asked: Asked): Reply {
    const fault = ledger.faults.token;
    if (fault === "down") return { cut: true };
    if (fault === "error") return spring(500, "Internal Server Error", "Simulated failure", asked.path);
    const reply = token(asked);
    return fault === "slow" ? { ...reply, delayMs: SLOW_TOKEN_MS } : reply;
  }

  function token({ authorization, text, query, path }: Asked): Reply {
    const form = new URLSearchParams(text);
    if (!form.has("grant_type")) form.set("grant_type", query.get("grant_type") ?? "");
    const answer = desk.ask(authorization, form);
    if (answer.kind === "bad_credentials") return badCredentials(path);
    if (answer.kind === "bad_grant") {
      const description = "Only client_credentials is supported";
      return { status: 400, body: { error: "unsupported_grant_type", error_description: description } };
    }
    return {
      status: 200,
      body: {
        access_token: answer.token,
        token_type: "bearer",
        expires_in: answer.expiresIn,
        scope: "account report sms",
        permissions: ["MT_ROLE_ACCOUNT_FINANCE", "MT_ROLE_REPORT", "MT_ROLE_SMS"],
      },
    };
  }

  function invalidToken({ authorization = "" }: Asked): Reply {
    const description = `Invalid access token: ${authorization.replace(/^\S+\s+/, "")}`;
    return oauthError(ledger.faults.choices.badTokenStatus, "invalid_token", description);
  }

  function answer(asked: Asked): Reply {
    const { method, path, authorization } = asked;
    if (method === "POST" && path === "/oauth/token") return giveToken(asked);
    if (authorization === undefined) return oauthError(401, "unauthorized", "Full authentication is required");
    if (/^basic\s/i.test(authorization)) return badCredentials(path);
    const application = desk.holder(authorization);
    if (application === null || application.revoked) return invalidToken(asked);
    return hostility.meet(path, application.id, () => {
      const there = routes.filter((one) => one.path.test(path));
      const chosen = there.find((one) => one.method === method);
      if (there.length > 0 && !chosen) return spring(405, "Method Not Allowed", `No ${method} here`, path);
      if (!chosen) return spring(404, "Not Found", "No such resource", path);
      if (chosen.sms && !application.smsRight) return refusal(CODES.noRight, "Access denied");
      return chosen.answer(asked, application, chosen.path.exec(path)?.[1] ?? "");
    });
  }

  return {
    answer: (asked) => withCodeAs(ledger.faults.choices.errorCode, answer(asked)),
    reset: sending.reset,
  };
}

function badCredentials(path: string): Reply {
  return spring(401, "Unauthorized", "Bad credentials", path);
}

/** Refuses what is no JSON before it is looked at. */
function withJson(answer: Route["answer"]): Route["answer"] {
  return (asked, application, id) => {
    if (!asked.contentType.startsWith("application/json"))
      return spring(415, "Unsupported Media Type", "Content type must be application/json", asked.path);
    if (asked.json === undefined) return spring(400, "Bad Request", "Malformed JSON", asked.path);
    return answer(asked, application, id);
  };
}

function withCodeAs(written: "string" | "number", reply: Reply): Reply {
  if (written === "string" || "cut" in reply) return reply;
  const { body } = reply;
  if (typeof body !== "object" || body === null || !("code" in body)) return reply;
  return { ...reply, body: { ...body, code: Number(body.code) } };
}
