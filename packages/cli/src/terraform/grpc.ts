/**
 * As much of gRPC as asking a provider for its schema and answering for it takes: single calls over HTTP/2, on the
 * sockets that Terraform's plugins use.
 */
import { connect, constants, createServer, type Http2Server } from "node:http2";
import type { IncomingHttpHeaders } from "node:http";
import { connect as connectSocket } from "node:net";

const UNIMPLEMENTED = "12";

/** A message with its header: not compressed, and its length. */
function frame(message: Uint8Array): Buffer {
  const header = Buffer.alloc(5);
  header.writeUInt32BE(message.length, 1);
  return Buffer.concat([header, message]);
}

/** Calls a method with an empty message and returns the answer. */
export function call(socketPath: string, method: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const session = connect("http://localhost", {
      createConnection: () => connectSocket(socketPath),
      settings: { initialWindowSize: 2 ** 24 },
    });
    session.once("error", reject);
    const stream = session.request({
      [constants.HTTP2_HEADER_METHOD]: "POST",
      [constants.HTTP2_HEADER_PATH]: method,
      [constants.HTTP2_HEADER_CONTENT_TYPE]: "application/grpc",
      [constants.HTTP2_HEADER_TE]: "trailers",
    });
    const chunks: Buffer[] = [];
    let status: string | undefined;
    const readStatus = (headers: IncomingHttpHeaders): void => {
      const { "grpc-status": code, "grpc-message": message = "" } = headers;
      if (code !== undefined) status = `${String(code)} ${String(message)}`.trim();
    };
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    // An answer without a message has its status in the headers.
    stream.on("response", readStatus);
    stream.on("trailers", readStatus);
    stream.once("error", reject);
    stream.once("close", () => {
      session.close();
      if (status === "0") resolve(Buffer.concat(chunks).subarray(5));
      else reject(new Error(`${method} ended with gRPC status ${status ?? "unknown"}.`));
    });
    stream.end(frame(new Uint8Array()));
  });
}

/** Answers calls of some methods, each with always the same message; all other methods don't exist. */
export function serve(
  socketPath: string,
  answers: Readonly<Record<string, Uint8Array>>,
): Promise<Http2Server> {
  const server = createServer();
  server.on("stream", (stream, headers) => {
    const answer = answers[headers[":path"] ?? ""];
    // Terraform ends its streams when it is done, and a stream that is cut off is no matter here.
    stream.on("error", () => undefined);
    stream.resume();
    const type = { [constants.HTTP2_HEADER_CONTENT_TYPE]: "application/grpc" };
    if (answer === undefined) {
      stream.respond({ ...type, "grpc-status": UNIMPLEMENTED }, { endStream: true });
      return;
    }
    stream.respond(type, { waitForTrailers: true });
    stream.once("wantTrailers", () => {
      stream.sendTrailers({ "grpc-status": "0" });
    });
    stream.end(frame(answer));
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(socketPath, () => {
      resolve(server);
    });
  });
}
