import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkDocker, dockerHost } from "./docker";

let directory: string;
let server: Server;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "strata-docker-"))));
afterEach(() => {
  server.close();
  rmSync(directory, { recursive: true });
});

/** An engine, at a socket or at a port of this machine. */
async function engine(listener: RequestListener, socket?: string): Promise<string> {
  server = createServer(listener);
  if (socket === undefined) server.listen(0, "127.0.0.1");
  else server.listen(socket);
  await once(server, "listening");
  return socket === undefined
    ? `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`
    : `unix://${socket}`;
}

const answering: RequestListener = ({ url }, response) => {
  response.writeHead(url === "/version" ? 200 : 404).end(JSON.stringify({ Version: "28.1.1" }));
};

test.each(["a socket", "a port"])("an engine at %s answers with its version", async (place) => {
  const socket = place === "a socket" ? join(directory, "docker.sock") : undefined;
  const host = await engine(answering, socket);
  await expect(checkDocker("This", { DOCKER_HOST: host })).resolves.toBe(`28.1.1 at ${host}`);
});

test("where none answers, it is said for what one is needed, and where it was looked for", async () => {
  const host = `unix://${join(directory, "none.sock")}`;
  const refused = checkDocker("The layer images", { DOCKER_HOST: host });
  await expect(refused).rejects.toMatchObject({ code: "docker-missing", exitCode: 3 });
  await expect(refused).rejects.toThrow(`The layer images needs Docker, and none answers at ${host}: `);
});

test("an engine that doesn't let in is none", async () => {
  const host = await engine((_, response) => void response.writeHead(403).end("forbidden\n"));
  await expect(checkDocker("This", { DOCKER_HOST: host })).rejects.toThrow("it answers 403 forbidden");
});

test("without DOCKER_HOST it is the engine of this machine", () => {
  expect(dockerHost({})).toMatch(/^(unix|npipe):\/\//);
});
