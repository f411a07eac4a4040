import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** A span as a collector gets it, with its attributes as they are named. */
export interface ArrivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes: Record<string, string>;
  links?: { traceId: string; spanId: string }[];
  status?: { code: number };
}

/** A collector of traces for tests, over HTTP. */
export interface Collector {
  url: string;
  /** What was posted and taken, as it came. */
  bodies: string[];
  headers: IncomingHttpHeaders[];
  /** How the next posts are answered; null for never. */
  status: number | null;
  spans(): ArrivedSpan[];
  close(): Promise<void>;
}

interface Posted {
  resourceSpans: {
    scopeSpans: {
      spans: (Omit<ArrivedSpan, "attributes"> & {
        attributes: { key: string; value: { stringValue?: string; intValue?: string } }[];
      })[];
    }[];
  }[];
}

export async function startCollector(): Promise<Collector> {
  const collector: Collector = {
    url: "",
    bodies: [],
    headers: [],
    status: 200,
    spans: () =>
      collector.bodies
        .flatMap((body) => (JSON.parse(body) as Posted).resourceSpans)
        .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
        .map((span) => ({
          ...span,
          attributes: Object.fromEntries(
            span.attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? ""]),
          ),
        })),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      collector.headers.push(request.headers);
      if (collector.status === null) return;
      if (collector.status === 200 && request.url === "/v1/traces")
        collector.bodies.push(Buffer.concat(chunks).toString());
      response.writeHead(request.url === "/v1/traces" ? collector.status : 404).end("{}");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  collector.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return collector;
}
