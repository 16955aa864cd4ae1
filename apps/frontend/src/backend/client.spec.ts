import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createBackend, type Backend } from "./client";

const ITEM = {
  id: 1,
  title: "Coffee",
  name: "A cup",
  favorite: true,
  img: "cup",
  createdAt: "2026-11-22 10:00:00",
  updatedAt: "2026-11-22 10:00:00",
};

describe("the backend's client", () => {
  let server: Server;
  let seen: {
    method: string | undefined;
    url: string | undefined;
    headers: IncomingMessage["headers"];
    body: string;
  }[];
  let problems: string[];
  let reply: RequestListener;
  let backend: Backend;

  const answer =
    (body: unknown, status = 200): RequestListener =>
    (_request, response) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };

  beforeEach(async () => {
    seen = [];
    problems = [];
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        const { method, url, headers } = request;
        seen.push({ method, url, headers, body });
        reply(request, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    backend = createBackend({
      url: `http://127.0.0.1:${port}`,
      requestId: "id-1",
      fetch,
      onProblem: (problem, call) => problems.push(`${call}: ${problem}`),
    });
  });

  afterEach(async () => {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  });

  test("reads items, all or filtered, and passes the request id on", async () => {
    reply = answer({ data: [{ ...ITEM, added: "later" }] });
    expect(await backend.items()).toEqual({ ok: true, data: [ITEM] });
    await backend.items(true);
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "GET /v1/Items",
      "GET /v1/Items?favorite=true",
    ]);
    expect(seen[0]?.headers["x-request-id"]).toBe("id-1");
  });

  test("sends what a form gave as JSON", async () => {
    reply = answer({ code: 200, msg: "OK" });
    await backend.addItem({ title: "a", name: "b", img: "cup" });
    await backend.setFavorite(7, false);
    await backend.readAll();
    expect(seen.map(({ method, url, body }) => `${method} ${url} ${body}`)).toEqual([
      'POST /v1/Item {"title":"a","name":"b","img":"cup"}',
      'POST /v1/Item/favorite {"id":7,"favorite":false}',
      "POST /v1/Notifications/Read {}",
    ]);
    expect(seen.every(({ headers }) => headers["content-type"] === "application/json")).toBe(true);
  });

  test.each([
    [500, "faulty"],
    [503, "faulty"],
    [404, "missing"],
    [400, "refused"],
  ])("status %i: %s", async (status, problem) => {
    reply = answer({ code: 0, msg: "no" }, status);
    expect(await backend.unreadCount()).toEqual({ ok: false, problem });
    expect(problems).toEqual([`GET /v1/Notifications/Count: ${problem}`]);
  });

  test.each([
    ["another shape", { data: [{ id: 1 }] }],
    ["a wrong type", { data: [{ ...ITEM, favorite: 1 }] }],
    ["null", null],
  ])("%s is not taken for the API", async (_, body) => {
    reply = answer(body);
    expect(await backend.items()).toEqual({ ok: false, problem: "unexpected" });
  });

  test("what is no JSON is not taken for the API", async () => {
    reply = (_request, response) => response.end("<html>");
    expect(await backend.notifications()).toEqual({ ok: false, problem: "unexpected" });
  });

  test("a redirect is not followed: the answer would be another server's", async () => {
    reply = (_request, response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
    expect(await backend.unreadCount()).toEqual({ ok: false, problem: "unreachable" });
  });

  test("a read goes to a second connection when the first is cut, a write never", async () => {
    let cuts = 1;
    reply = (request, response) => {
      if (cuts-- > 0) request.socket.destroy();
      else answer({ data: 3 })(request, response);
    };
    expect(await backend.unreadCount()).toEqual({ ok: true, data: 3 });
    expect(seen).toHaveLength(2);
    cuts = 1;
    expect(await backend.readAll()).toEqual({ ok: false, problem: "unreachable" });
    expect(seen).toHaveLength(3);
  });

  test("one that says nothing is given up", async () => {
    reply = () => undefined;
    expect(await backend.items()).toEqual({ ok: false, problem: "unreachable" });
    expect(seen).toHaveLength(1);
  });

  test("one that is not there is unreachable", async () => {
    await new Promise((resolve) => server.close(resolve));
    expect(await backend.items()).toEqual({ ok: false, problem: "unreachable" });
  });
});
