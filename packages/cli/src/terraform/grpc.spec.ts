import { mkdtempSync, rmSync } from "node:fs";
import type { Http2Server } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { call, serve } from "./grpc";

let directory: string;
let server: Http2Server;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "strata-"))));
afterEach(() => {
  server.close();
  rmSync(directory, { recursive: true });
});

test("a large answer arrives whole", async () => {
  const answer = Buffer.alloc(5_000_000, "0123456789");
  const socket = join(directory, "socket");
  server = await serve(socket, { "/a.B/C": answer });
  expect((await call(socket, "/a.B/C")).equals(answer)).toBe(true);
});

test("a method that isn't there is an error", async () => {
  const socket = join(directory, "socket");
  server = await serve(socket, {});
  await expect(call(socket, "/a.B/C")).rejects.toThrow("/a.B/C ended with gRPC status 12");
});
