import { type ClientRequest, Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";

/** Null when no answer came; then `problem` says why. */
export interface PostAnswer {
  httpStatus: number | null;
  problem: string | null;
}

export interface Poster {
  /** Posts once: redirects are not followed, and the answer must come in time. Never rejects. */
  post(url: string, contentType: string, text: string): Promise<PostAnswer>;
  /** Hangs up on everything that is under way. */
  drop(): void;
}

/** Routee hangs up on a receiver that takes longer. */
const ANSWER_WITHIN_MS = 2_000;
/** Shorter than the 5 seconds after which most receivers hang up, so that no post meets a line that just went dead. */
const IDLE_MS = 4_000;

/** Posts over connections that stay open. */
export function createPoster(): Poster {
  const http = new HttpAgent({ keepAlive: true, timeout: IDLE_MS });
  const https = new HttpsAgent({ keepAlive: true, timeout: IDLE_MS });
  const underWay = new Set<ClientRequest>();

  function post(url: string, contentType: string, text: string): Promise<PostAnswer> {
    const payload = Buffer.from(text);
    const secure = url.startsWith("https:");
    return new Promise((answered) => {
      const request = (secure ? httpsRequest : httpRequest)(url, {
        method: "POST",
        agent: secure ? https : http,
        headers: { "content-type": contentType, "content-length": payload.byteLength },
      });
      const timer = setTimeout(() => request.destroy(new Error("not answered within 2 seconds")), ANSWER_WITHIN_MS);
      underWay.add(request);
      const end = (answer: PostAnswer) => {
        clearTimeout(timer);
        underWay.delete(request);
        answered(answer);
      };
      const fail = (error: Error) => end({ httpStatus: null, problem: error.message || error.name });
      request.on("error", fail);
      request.once("response", (response) => {
        // Read to its end, since the connection is used again only then.
        response.resume();
        response.once("error", fail);
        response.once("end", () => end({ httpStatus: response.statusCode ?? null, problem: null }));
      });
      request.end(payload);
    });
  }

  return {
    post,
    drop() {
      for (const request of underWay) request.destroy();
      http.destroy();
      https.destroy();
    },
  };
}
