/** For the bench only: the same API in plain Node, without a framework. It does the same work, with the same data access. */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Logger } from "pino";
import type { z } from "zod";
import { favoriteMark, itemsQuery, newItem, notificationsQuery } from "../schemas";
import type { Store } from "../store";

interface Result {
  readonly status: number;
  readonly body: unknown;
}

class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The server, which listens nowhere yet. */
export const plainServer = (store: Store, log: Logger): Server =>
  createServer((request, response) => {
    const start = performance.now();
    const given = request.headers["x-request-id"];
    const reqId = typeof given === "string" && /^[\w.:=-]{1,128}$/.test(given) ? given : randomUUID();
    answer(store, request)
      .catch((error: unknown): Result => {
        if (error instanceof Refused) return { status: error.status, body: { code: 0, msg: error.message } };
        log.error({ err: error, reqId }, "failed");
        return { status: 500, body: { code: 500, msg: "The database can't be asked at the moment" } };
      })
      .then(({ status, body }) => {
        const text = JSON.stringify(body);
        response.writeHead(status, {
          "content-type": "application/json; charset=utf-8",
          "content-length": Buffer.byteLength(text),
          "x-request-id": reqId,
        });
        response.end(text);
        const milliseconds = Math.round((performance.now() - start) * 10) / 10;
        log.info(
          { reqId, method: request.method, url: request.url, statusCode: status, milliseconds },
          "answered",
        );
      })
      .catch((error: unknown) => {
        log.error({ err: error, reqId }, "failed");
      });
  });

async function answer(store: Store, request: IncomingMessage): Promise<Result> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  const query = Object.fromEntries(searchParams);
  const ok = (body: unknown): Result => ({ status: 200, body });
  switch (`${request.method ?? ""} ${pathname}`) {
    case "GET /":
    case "GET /healthcheck":
      return ok(null);
    case "GET /v1/helloworld":
      return ok({ data: "Hello world" });
    case "GET /v1/Items":
      return ok({ data: await store.items(checked(itemsQuery, query).favorite) });
    case "POST /v1/Item":
      await store.addItem(checked(newItem, await readBody(request)));
      return ok({ code: 200, msg: "OK" });
    case "POST /v1/Item/favorite": {
      const { id, favorite } = checked(favoriteMark, await readBody(request));
      const item = await store.markItem(id, favorite);
      if (item === undefined) throw new Refused(404, `There is no item with the id ${id}`);
      return ok(item);
    }
    case "GET /v1/Notifications":
      return ok({ data: await store.notifications(checked(notificationsQuery, query).id) });
    case "GET /v1/Notifications/Count":
      return ok({ data: await store.unreadNotifications() });
    case "POST /v1/Notifications/Read":
      return ok(await store.readNotifications());
    default:
      throw new Refused(404, `There is no ${request.method ?? ""} ${pathname}`);
  }
}

function checked<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const { success, data, error } = schema.safeParse(input);
  if (!success) throw new Refused(400, error.issues[0]?.message ?? "The request is wrong");
  return data;
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > 64 * 1024) throw new Refused(413, "Request body is too large");
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new Refused(400, "Body is not valid JSON");
  }
}
