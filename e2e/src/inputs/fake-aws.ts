import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** An account which answers who asks and that the state bucket is there, and notes everything that it is asked. */
export interface FakeAws {
  /** The environment which points at it. */
  readonly variables: Readonly<Record<string, string>>;
  /** All requests so far, such as `HEAD /bucket/` or `POST GetCallerIdentity`. */
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

const identity = (account: string): string =>
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
  `<Arn>arn:aws:iam::${account}:user/test</Arn><UserId>test</UserId><Account>${account}</Account>` +
  "</GetCallerIdentityResult></GetCallerIdentityResponse>";

/** @param account whose credentials it takes all for */
export async function startFakeAws(account: string): Promise<FakeAws> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { method = "", url = "" } = request;
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const action = new URLSearchParams(body).get("Action");
      requests.push(`${method} ${action ?? url}`);
      response.statusCode = action === "GetCallerIdentity" || method === "HEAD" ? 200 : 404;
      response.end(action === "GetCallerIdentity" ? identity(account) : undefined);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    variables: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    },
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
