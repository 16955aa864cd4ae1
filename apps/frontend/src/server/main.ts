import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import next from "next";
import { onBackendAway } from "./backend-away";
import { readConfig, type Config } from "./config";
import { log, logConsole } from "./log";
import { readiness, statusOf } from "./readiness";
import { requestId } from "./request-id";
import { contentSecurityPolicy, securityHeaders } from "./security-headers";

/*
 * The process around Next.js: health, request ids, security headers, the log, and an orderly end. Next's own server ends
 * with 143 on SIGTERM, writes lines that are not JSON, and leaves the rest to a proxy.
 */

/** Where `.next` is. */
const FOLDER = join(__dirname, "../..");

/** What asks it to end. */
const SIGNALS = ["SIGTERM", "SIGINT"] as const;

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** SIGTERM was seen. Requests are still answered, but nobody should come again. */
let isStopping = false;

const answering = new AsyncLocalStorage<ServerResponse>();

onBackendAway(() => {
  const response = answering.getStore();
  if (response?.headersSent === false) response.statusCode = 503;
});

/** Answers a request, whatever it is. */
async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  config: Config,
  pages: Handler,
): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", "http://frontend");
  if (pathname === "/healthcheck") {
    answerJson(response, 200, null);
  } else if (pathname === "/readyz") {
    const reached = await readiness(config);
    answerJson(response, isStopping ? 503 : statusOf(reached), {
      ...reached,
      ...(isStopping && { stopping: true }),
    });
  } else {
    await answering.run(response, pages, request, response);
  }
}

function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

/** Gives a request its id and its answer the headers that all have, and logs it when it is done. */
function prepare(request: IncomingMessage, response: ServerResponse): void {
  const began = performance.now();
  const id = requestId(request.headers["x-request-id"]);
  const policy = contentSecurityPolicy(randomBytes(16).toString("base64"));
  request.headers["x-request-id"] = id;
  // From here Next.js takes the nonce for its scripts.
  request.headers["content-security-policy"] = policy;
  response.setHeader("x-request-id", id);
  if (isStopping) response.setHeader("connection", "close");
  for (const [name, value] of Object.entries(securityHeaders(policy))) response.setHeader(name, value);
  response.once("close", () => {
    const { method, url } = request;
    // Without the query: it can hold what a person wrote.
    const path = url?.split("?", 1)[0];
    if (path === "/healthcheck") return;
    const ms = Math.round(performance.now() - began);
    const { statusCode: status, writableFinished: isComplete } = response;
    log("info", "request", {
      requestId: id,
      method,
      path,
      status,
      ms,
      ...(!isComplete && { aborted: true }),
    });
  });
}

/**
 * Has Next.js take its configuration from the build, as its own server does. From next.config.mjs it would work it out again, with
 * parts of Next.js that are needed for building and are not in the image.
 */
function useConfigOfBuild(): void {
  const built = readFileSync(join(FOLDER, ".next/required-server-files.json"), "utf8");
  const { config } = JSON.parse(built) as { config: unknown };
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config);
}

async function main(): Promise<void> {
  logConsole();
  // Until it listens there is nothing to finish. As the first process of a container it would not end by itself.
  const endAtOnce = (): void => process.exit(0);
  for (const signal of SIGNALS) process.once(signal, endAtOnce);
  const config = readConfig(process.env);
  useConfigOfBuild();
  const app = next({ dev: false, dir: FOLDER });
  await app.prepare();
  const pages = app.getRequestHandler();

  const server = createServer((request, response) => {
    prepare(request, response);
    answer(request, response, config, pages).catch((error: unknown) => {
      log("error", "no answer", { requestId: request.headers["x-request-id"], error: String(error) });
      if (response.headersSent) response.destroy();
      else answerJson(response, 500, { msg: "Internal error" });
    });
  });
  // Longer than the 60 seconds of a load balancer, or it would send a request on a connection that closes just then.
  server.keepAliveTimeout = 65_000;
  // A request that never comes to its end must not keep the process from its own.
  server.requestTimeout = 15_000;

  server.listen(config.port, () => {
    const address = server.address();
    log("info", "listening", { port: typeof address === "object" ? address?.port : address });
  });

  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    log("info", "stopping", { signal });
    isStopping = true;
    await setTimeout(config.drainSeconds * 1000);
    // No new connection, and those without a request are closed. The others get to their answer first.
    setInterval(() => {
      server.closeIdleConnections();
    }, 100);
    server.close(() => {
      log("info", "stopped");
      process.exit(0);
    });
  };
  for (const signal of SIGNALS) process.off(signal, endAtOnce).once(signal, () => void stop(signal));
}

main().catch((error: unknown) => {
  log("error", "the frontend can't start", { error: error instanceof Error ? error.message : String(error) });
  process.exit(1);
});
