import { connect, type Socket } from "node:net";

/** Connections that are written to byte by byte, to see what a server makes of them. */
export interface Held {
  socket: Socket;
  /** What came so far. */
  said(): string;
  /** Whether it is over. */
  closed(): boolean;
}

const CRLF = "\r\n";

/** The head of a request as it goes over the wire. */
export const head = (line: string, headers: readonly string[]) => [line, "host: x", ...headers, "", ""].join(CRLF);

/** The statuses of all answers in what was said. */
export const statusesIn = (said: string) =>
  [...said.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));

/** Opens a connection. @param localAddress from where, any of loopback */
export function held(url: string, localAddress = "127.0.0.1"): Held {
  const { port } = new URL(url);
  let said = "";
  let closed = false;
  const socket = connect({ port: Number(port), host: "127.0.0.1", localAddress });
  socket.on("data", (chunk) => {
    said += chunk.toString("latin1");
  });
  // That the server closes it is what is looked for.
  socket.on("error", () => socket.destroy());
  socket.on("close", () => {
    closed = true;
  });
  return { socket, said: () => said, closed: () => closed };
}

/** Sends a byte now and then until the connection is over. */
export function dribble(socket: Socket, byte: string): void {
  const timer = setInterval(() => socket.writable && socket.write(byte), 30);
  socket.on("close", () => clearInterval(timer));
}
