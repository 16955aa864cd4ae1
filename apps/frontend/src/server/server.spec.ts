import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readConfig } from "./config";
import { logLine } from "./log";
import { readiness, statusOf } from "./readiness";
import { requestId } from "./request-id";
import { contentSecurityPolicy, securityHeaders } from "./security-headers";

describe("the configuration", () => {
  test("has defaults", () => {
    expect(readConfig({ BACKEND_URL: "http://backend.internal/" })).toEqual({
      backendUrl: "http://backend.internal",
      port: 80,
      drainSeconds: 3,
    });
    const all = {
      BACKEND_URL: "https://b:8443/api/",
      PORT: "3000",
      DB_HOST: "db",
      DB_PORT: "3307",
      DRAIN_SECONDS: "0",
    };
    expect(readConfig(all)).toEqual({
      backendUrl: "https://b:8443/api",
      port: 3000,
      drainSeconds: 0,
      database: { host: "db", port: 3307 },
    });
    expect(readConfig({ BACKEND_URL: "http://b", DB_HOST: "db" }).database?.port).toBe(3306);
  });

  test.each([
    [{}, /BACKEND_URL is not set/],
    [{ BACKEND_URL: "backend" }, /BACKEND_URL is not an address/],
    [{ BACKEND_URL: "ftp://backend" }, /begins with ftp:/],
    [{ BACKEND_URL: "http://user:secret@backend" }, /holds a user name or a password/],
    [{ BACKEND_URL: "http://backend", PORT: "http" }, /PORT is "http"/],
    [{ BACKEND_URL: "http://backend", PORT: "65536" }, /PORT is "65536"/],
    [{ BACKEND_URL: "http://backend", DRAIN_SECONDS: "-1" }, /DRAIN_SECONDS is "-1"/],
  ])("%j is refused", (env, message) => {
    expect(() => readConfig(env)).toThrow(message);
    expect(() => readConfig(env)).not.toThrow(/secret/);
  });
});

describe("readiness", () => {
  let server: Server;
  let status: number;
  const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const port = (): number => (server.address() as AddressInfo).port;

  beforeEach(async () => {
    status = 200;
    server = createServer((_request, response) => response.writeHead(status).end("null"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });

  afterEach(async () => {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  });

  test("says what can be reached", async () => {
    const database = { host: "127.0.0.1", port: port() };
    expect(await readiness({ backendUrl: url(), port: 0, drainSeconds: 0 })).toEqual({ backend: true });
    expect(await readiness({ backendUrl: url(), port: 0, drainSeconds: 0, database })).toEqual({
      backend: true,
      database: true,
    });
    status = 503;
    expect(await readiness({ backendUrl: url(), port: 0, drainSeconds: 0, database })).toEqual({
      backend: false,
      database: true,
    });
    const config = { backendUrl: url(), port: 0, drainSeconds: 0, database };
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await readiness(config)).toEqual({ backend: false, database: false });
  });

  test("is all of it or none", () => {
    expect(statusOf({ backend: true })).toBe(200);
    expect(statusOf({ backend: true, database: false })).toBe(503);
    expect(statusOf({ backend: false, database: true })).toBe(503);
  });
});

test("a request keeps the id that it came with, if that is harmless", () => {
  expect(requestId("Root=1-67891233-abcdef012345678912345678")).toBe(
    "Root=1-67891233-abcdef012345678912345678",
  );
  for (const given of [undefined, "", "a b", 'x"}\n{', "x".repeat(129), ["a", "b"]]) {
    expect(requestId(given)).toMatch(/^[\da-f]{8}-[\da-f-]{27}$/);
  }
});

test("the policy lets nothing in from elsewhere", () => {
  const policy = contentSecurityPolicy("abc=");
  expect(policy).toContain("script-src 'self' 'nonce-abc='");
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
  expect(securityHeaders(policy)).toMatchObject({
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "content-security-policy": policy,
  });
});

test("a line of the log is JSON", () => {
  const line = logLine("warn", new Date(0), 'a "word"\n', { requestId: "x" });
  expect(line).toMatch(/^[^\n]*\n$/);
  expect(JSON.parse(line)).toEqual({
    level: "warn",
    time: "1970-01-01T00:00:00.000Z",
    msg: 'a "word"\n',
    requestId: "x",
  });
});
