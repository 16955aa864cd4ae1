import { once } from "node:events";
import {
  createServer,
  request as send,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What can be wrong with the answer to one request. What comes before the request reaches AWS changes nothing there. */
export type ApiFault =
  /** 429 in the place of the answer, as AWS throttles; 503 (slow down) of S3. */
  | "throttled"
  /** 500 in the place of the answer. */
  | "internal error"
  /** 503 in the place of the answer. */
  | "unavailable"
  /** The connection ends before AWS has seen the request. */
  | "cut before"
  /** AWS has done what it was asked for, and the connection ends before its answer. */
  | "cut after"
  /** AWS has done what it was asked for, and half of its answer arrives. */
  | "half an answer"
  /** The answer comes some seconds late. */
  | "late";

/** A request on its way to AWS. */
export interface ApiRequest {
  /** The how manieth since the start. */
  readonly number: number;
  readonly method: string;
  /** What is asked for: `CreateRepository`, or `PUT /bucket/key` where it is S3. */
  readonly action: string;
}

/** Says what shall be wrong with the answer. It may do something of its own first, such as killing who asks. */
export type Judge = (request: ApiRequest) => ApiFault | undefined | Promise<ApiFault | undefined>;

const LATE = 3_000;

/** How far AWS lets the time of a request be off, in milliseconds. */
const TOLERANCE = 15 * 60_000;

/** Stands on 127.0.0.1 between Strata and an emulator and spoils what it is told to. */
export class FaultyAws {
  /** What it does to a request; nothing until it is told. */
  judge: Judge = () => undefined;
  /** By how many milliseconds the clock of AWS is ahead of this machine's. */
  ahead = 0;
  /** How many requests it has refused because of that. */
  outOfTime = 0;
  /** The answers that were spoilt so far: of which request, and how. */
  readonly spoilt: { readonly fault: ApiFault; readonly action: string }[] = [];
  private count = 0;

  private constructor(
    private readonly server: Server,
    private readonly port: number,
    private readonly aws: URL,
  ) {}

  /** @param aws where the emulator is */
  static async start(aws: string): Promise<FaultyAws> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const proxy = new FaultyAws(server, (server.address() as AddressInfo).port, new URL(aws));
    server.on("request", (request, response) => {
      proxy.pass(request, response).catch(() => response.socket?.destroy());
    });
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** How many requests there were. */
  get requests(): number {
    return this.count;
  }

  /** Ends all connections, and refuses every other: the network is gone. */
  async stop(): Promise<void> {
    const closed = once(this.server, "close");
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  /** Takes connections again, where it did before. */
  async restart(): Promise<void> {
    this.server.listen(this.port, "127.0.0.1");
    await once(this.server, "listening");
  }

  private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(request);
    const action = actionOf(request, body);
    const now = new Date(Date.now() + this.ahead);
    if (isOfAnotherTime(request, now)) {
      this.outOfTime++;
      refuseTime(request, response, action, now);
      return;
    }
    const fault = await this.judge({ number: ++this.count, method: request.method ?? "", action });
    if (fault !== undefined) this.spoilt.push({ fault, action });
    switch (fault) {
      case "throttled":
        if (isS3(action)) refuse(request, response, 503, "SlowDown");
        else refuse(request, response, 429, "ThrottlingException");
        return;
      case "internal error":
        refuse(request, response, 500, "InternalFailure");
        return;
      case "unavailable":
        refuse(request, response, 503, "ServiceUnavailable");
        return;
      case "cut before":
        request.socket.destroy();
        return;
    }
    const answer = await this.ask(request, body);
    const content = await readAll(answer);
    if (fault === "cut after") {
      request.socket.destroy();
      return;
    }
    if (fault === "late") await sleep(LATE);
    response.writeHead(answer.statusCode ?? 500, { ...answer.headers, date: now.toUTCString() });
    if (fault === "half an answer") {
      response.write(content.subarray(0, Math.floor(content.length / 2)));
      await sleep(50);
      request.socket.destroy();
      return;
    }
    response.end(content);
  }

  private ask({ method, url, rawHeaders }: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = this.aws;
      // The whole body is here, so that it is sent with its length, whatever way it came.
      const headers = rawHeaders.filter((_, index, all) => {
        const name = (index % 2 === 0 ? all[index] : all[index - 1])?.toLowerCase() ?? "";
        return !["transfer-encoding", "content-length", "connection", "expect"].includes(name);
      });
      headers.push("content-length", String(body.length), "connection", "close");
      const options = { hostname, port, method, path: url, headers, setHost: false };
      const asked = send(options, resolve);
      asked.once("error", reject);
      asked.end(body);
    });
  }
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The operation: from the header of JSON protocols, from the body of query protocols, else from method and path. */
function actionOf({ headers, method = "", url = "" }: IncomingMessage, body: Buffer): string {
  const target = headers["x-amz-target"];
  if (typeof target === "string") return target.replace(/^.*\./, "");
  const named = /(?:^|&)Action=(\w+)/.exec(body.subarray(0, 4096).toString("latin1"))?.[1];
  return named ?? `${method} ${url.replace(/\?.*$/, "")}`;
}

/** Only S3 has no names of operations in its requests. */
const isS3 = (action: string): boolean => action.includes(" ");

/** An error in the protocol of who asks: JSON, or XML in the form which both the query protocols and S3 understand. */
function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  code: string,
  message = "Spoilt on the way, for a test.",
): void {
  if (request.headers["x-amz-target"] !== undefined) {
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": code });
    response.end(JSON.stringify({ __type: code, message }));
    return;
  }
  const error = `<Code>${code}</Code><Message>${message}</Message>`;
  const isQuery = request.headers["content-type"]?.includes("x-www-form-urlencoded") === true;
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(
    isQuery
      ? `<ErrorResponse><Error>${error}</Error><RequestId>0</RequestId></ErrorResponse>`
      : `<Error>${error}<RequestId>0</RequestId></Error>`,
  );
}

/** When a request was signed, by the clock of who sent it; undefined where it is not signed. */
function signedAt({ headers }: IncomingMessage): Date | undefined {
  const time = headers["x-amz-date"];
  if (typeof time !== "string") return undefined;
  return new Date(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}

function isOfAnotherTime(request: IncomingMessage, now: Date): boolean {
  const signed = signedAt(request);
  return signed !== undefined && Math.abs(signed.getTime() - now.getTime()) > TOLERANCE;
}

/** `20260101T100000Z`, as in signatures. */
const basic = (time: number): string => new Date(time).toISOString().replace(/[-:]|\.\d+/g, "");

/** What AWS says to a request of another time: S3 names none, all others name both. */
function refuseTime(request: IncomingMessage, response: ServerResponse, action: string, now: Date): void {
  response.setHeader("date", now.toUTCString());
  if (isS3(action)) {
    const message = "The difference between the request time and the current time is too large.";
    refuse(request, response, 403, "RequestTimeTooSkewed", message);
    return;
  }
  const [signed, aws] = [signedAt(request)?.getTime() ?? 0, now.getTime()];
  const message =
    signed < aws
      ? `Signature expired: ${basic(signed)} is now earlier than ${basic(aws - TOLERANCE)} (${basic(aws)} - 15 min.)`
      : `Signature not yet current: ${basic(signed)} is still later than ${basic(aws + TOLERANCE)} (${basic(aws)} + 15 min.)`;
  const isJson = request.headers["x-amz-target"] !== undefined;
  refuse(request, response, 403, isJson ? "InvalidSignatureException" : "SignatureDoesNotMatch", message);
}
