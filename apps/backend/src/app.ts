import { randomUUID } from "node:crypto";
import swagger, { type SwaggerTransformObject } from "@fastify/swagger";
import {
  fastify,
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyReply,
  type FastifyRequest,
} from "fastify";
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import type { OpenAPIV3_1 } from "openapi-types";
import { z } from "zod";
import {
  favoriteMark,
  item,
  itemsQuery,
  listOf,
  newItem,
  notification,
  notificationsQuery,
  outcome,
  type Notification,
  type Outcome,
} from "./schemas";
import { DatabaseError, type Store } from "./store";

/** What the app works with. */
export interface Parts {
  readonly store: Store;
  readonly log: FastifyBaseLogger;
  /** Why no request should be sent here, or undefined when all is well. */
  readonly notReady: () => Promise<string | undefined>;
  /** Whether the process is about to end: then each answer closes its connection. */
  readonly isStopping: () => boolean;
}

/** The largest body that is read, in bytes: no item needs more. */
const BODY_LIMIT = 64 * 1024;

/** What asks all the time whether the backend lives; its requests are logged at `debug` only. */
const HEALTH = ["/", "/healthcheck", "/readyz"];

/** As the sample answers when there is no notification at all. */
const NO_NOTIFICATION: Notification = {
  ...{ id: 0, title: "", description: "", category: "", unread: false, createdAt: "", updatedAt: "" },
};

const done: Outcome = { code: 200, msg: "OK" };
const refused = (msg: string): Outcome => ({ code: 0, msg });

/** The API: paths, what they take and answer, and every error in the form `{code, msg}`. It listens nowhere yet. */
export async function buildApp({ store, log, notReady, isStopping }: Parts) {
  const app = fastify({
    loggerInstance: log,
    // One line for each request is enough: see logAnswer.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    // A request must have arrived within this time, in milliseconds.
    requestTimeout: 30_000,
    // Longer than the sixty seconds of a load balancer, which must be the one to close.
    keepAliveTimeout: 75_000,
    // Requests that come while the server closes are answered: see isStopping.
    return503OnClosing: false,
    genReqId: requestId,
    frameworkErrors: answerError,
  }).withTypeProvider<ZodTypeProvider>();

  // JSON is all that is read.
  app.removeContentTypeParser("text/plain");
  app.setValidatorCompiler(validatorCompiler);
  // Answers are checked by the compiler, and by the tests against the schemas: not again on each request.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));

  app.addHook("onRequest", (request, reply, next) => {
    reply.header("x-request-id", request.id);
    next();
  });
  app.addHook("onSend", (_request, reply, _payload, next) => {
    if (isStopping()) reply.header("connection", "close");
    next();
  });
  app.addHook("onResponse", logAnswer);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send(refused(`There is no ${request.method} ${request.url.split("?")[0]}`)),
  );

  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Backend", description: "Items and notifications.", version: "1.0.0" },
      servers: [],
    },
    transform: jsonSchemaTransform,
    transformObject: withoutInputs,
  });

  for (const url of ["/", "/healthcheck"])
    app.get(url, { schema: { summary: "Whether the process lives", response: { 200: z.null() } } }, () =>
      Promise.resolve(null),
    );

  app.get(
    "/readyz",
    {
      schema: { summary: "Whether requests should be sent here", response: { 200: outcome, 503: outcome } },
    },
    async (_request, reply) => {
      const reason = await notReady();
      return reason === undefined ? done : reply.code(503).send({ code: 503, msg: reason });
    },
  );

  app.get("/openapi.json", { schema: { hide: true } }, () => app.swagger());

  app.get(
    "/v1/helloworld",
    { schema: { summary: "A greeting", response: { 200: z.object({ data: z.string() }) } } },
    () => ({ data: "Hello world" }),
  );

  const errors = { 400: outcome, 500: outcome };

  app.get(
    "/v1/Items",
    {
      schema: {
        summary: "All items, or those with or without the mark",
        querystring: itemsQuery,
        response: { 200: listOf(item), ...errors },
      },
    },
    async ({ query }) => ({ data: await store.items(query.favorite) }),
  );

  app.post(
    "/v1/Item",
    { schema: { summary: "Creates an item", body: newItem, response: { 200: outcome, ...errors } } },
    async ({ body }) => {
      await store.addItem(body);
      return done;
    },
  );

  app.post(
    "/v1/Item/favorite",
    {
      schema: {
        summary: "Sets or removes an item's mark",
        body: favoriteMark,
        response: { 200: item, 404: outcome, ...errors },
      },
    },
    async ({ body }, reply) =>
      (await store.markItem(body.id, body.favorite)) ??
      reply.code(404).send(refused(`There is no item with the id ${body.id}`)),
  );

  app.get(
    "/v1/Notifications",
    {
      schema: {
        summary: "All notifications, the newest first, or one",
        querystring: notificationsQuery,
        response: { 200: listOf(notification), ...errors },
      },
    },
    async ({ query }) => ({ data: await store.notifications(query.id) }),
  );

  app.get(
    "/v1/Notifications/Count",
    {
      schema: {
        summary: "How many notifications are unread",
        response: { 200: z.object({ data: z.int32() }), 500: outcome },
      },
    },
    async () => ({ data: await store.unreadNotifications() }),
  );

  app.post(
    "/v1/Notifications/Read",
    {
      schema: {
        summary: "Marks all notifications as read, and answers the newest",
        response: { 200: notification, 500: outcome },
      },
    },
    async () => (await store.readNotifications()) ?? NO_NOTIFICATION,
  );

  return app;
}

export type App = Awaited<ReturnType<typeof buildApp>>;

/** Named schemas come a second time, as inputs, which none of ours is. */
const withoutInputs: SwaggerTransformObject = (document) => {
  const { components, ...rest } = jsonSchemaTransformObject(document) as Partial<OpenAPIV3_1.Document>;
  const schemas = Object.entries(components?.schemas ?? {}).filter(([name]) => !name.endsWith("Input"));
  return { ...rest, components: { schemas: Object.fromEntries(schemas) } };
};

/** The caller's id, so that one request is found in the logs of all that it passed; else one of our own. */
function requestId({ headers }: { headers: Record<string, string | string[] | undefined> }): string {
  const given = headers["x-request-id"];
  return typeof given === "string" && /^[\w.:=-]{1,128}$/.test(given) ? given : randomUUID();
}

function logAnswer(request: FastifyRequest, reply: FastifyReply, next: () => void): void {
  const level = HEALTH.includes(request.url) ? "debug" : "info";
  const { statusCode, elapsedTime } = reply;
  request.log[level](
    { method: request.method, url: request.url, statusCode, milliseconds: Math.round(elapsedTime * 10) / 10 },
    "answered",
  );
  next();
}

/** Wrong input is said as it is; of our own failures the caller learns no more than that there is one. */
function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  if (hasZodFastifySchemaValidationErrors(error)) {
    void reply.code(400).send(refused(error.validation[0]?.message ?? "The request is wrong"));
  } else if (error.statusCode !== undefined && error.statusCode < 500) {
    void reply.code(error.statusCode).send(refused(error.message));
  } else {
    request.log.error({ err: error }, "failed");
    const msg =
      error instanceof DatabaseError ? "The database can't be asked at the moment" : "The backend failed";
    void reply.code(500).send({ code: 500, msg } satisfies Outcome);
  }
}
