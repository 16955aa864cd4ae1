import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What `npm publish` sends, and what an install asks for, as far as it is looked at here. */
interface Packument {
  readonly name: string;
  readonly versions: Readonly<Record<string, { readonly dist: { readonly tarball: string } }>>;
  readonly _attachments?: Readonly<Record<string, { readonly data: string }>>;
}

/** A registry for npm packages on this machine, which keeps in memory what is published to it. */
export class NpmRegistry {
  private readonly packages = new Map<string, Packument>();
  private readonly archives = new Map<string, Buffer>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<NpmRegistry> {
    const server = createServer();
    const registry = new NpmRegistry(server);
    server.on("request", (request, response) => {
      void registry.answer(request).then(({ status, body }) => response.writeHead(status).end(body));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return registry;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What an `.npmrc` says to take the packages of a scope from here, and to publish them here. */
  settings(scope: string): string {
    return `${scope}:registry=http://${this.host}/\n//${this.host}/:_authToken=anybody\n`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async answer(request: IncomingMessage): Promise<{ status: number; body: string | Buffer }> {
    const path = decodeURIComponent(new URL(request.url ?? "", "http://x").pathname).slice(1);
    if (request.method === "PUT") {
      this.publish(JSON.parse(await textOf(request)) as Packument);
      return { status: 201, body: "{}" };
    }
    const found = this.archives.get(path) ?? this.packages.get(path);
    if (found === undefined) return { status: 404, body: "{}" };
    return { status: 200, body: Buffer.isBuffer(found) ? found : JSON.stringify(found) };
  }

  private publish({ _attachments: attached = {}, ...sent }: Packument): void {
    const versions = { ...this.packages.get(sent.name)?.versions, ...sent.versions };
    this.packages.set(sent.name, { ...sent, versions });
    const [archive] = Object.values(attached);
    for (const { dist } of Object.values(sent.versions))
      this.archives.set(
        decodeURIComponent(new URL(dist.tarball).pathname).slice(1),
        Buffer.from(archive?.data ?? "", "base64"),
      );
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
