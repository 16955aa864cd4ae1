import { execFile } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Checkout } from "./checkout";
import { docker, whenDocker } from "./docker";
import { browserStory } from "./live-browser";
import { Load, type RequestKind } from "./load";
import type { Outcome } from "./strata";

/** Each replaces two tasks. */
const DEPLOYMENTS = 10;

/** What `strata local up --json` prints, as far as tests look at it. */
interface UpJson {
  readonly changes: { readonly add: number; readonly change: number; readonly remove: number };
  readonly published: readonly { readonly url: string }[];
}

/** What Docker says of a container, as far as tests look at it. */
interface Container {
  readonly Id: string;
  readonly Name: string;
  readonly Config: {
    readonly Env: readonly string[];
    readonly User: string;
    readonly Labels: Readonly<Record<string, string>>;
    readonly StopTimeout?: number;
  };
  readonly HostConfig: {
    readonly ReadonlyRootfs: boolean;
    readonly Memory: number;
    readonly MemorySwap: number;
    readonly NanoCpus: number;
    readonly PortBindings: Readonly<Record<string, readonly { HostIp: string; HostPort: string }[]>> | null;
  };
}

whenDocker("the two apps on this machine", () => {
  const prefix = `live${process.pid}`;
  let checkout: Checkout;
  let url: string;

  beforeAll(async () => {
    checkout = new Checkout();
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const settings = `$&\n  port: ${port},\n  namePrefix: "${prefix}",`;
    checkout.edit("packages/local/environments/sbcntr.ts", "LocalSettingsInput = {", settings);
  });

  afterAll(async () => {
    await strata("local", "down");
    checkout.remove();
  });

  const strata = (...args: string[]): Promise<Outcome> =>
    new Promise((resolve) => {
      const options = { cwd: checkout.root, maxBuffer: 64 * 1024 * 1024 };
      const child = execFile("./strata", args, options, (_, stdout, stderr) => {
        resolve({ exitCode: child.exitCode ?? -1, stdout, stderr });
      });
    });

  async function up(): Promise<UpJson & { readonly stderr: string }> {
    const { exitCode, stdout, stderr } = await strata("local", "up", "--json");
    if (exitCode !== 0) throw new Error(`strata local up ended with ${exitCode}:\n${stderr}`);
    return { ...(JSON.parse(stdout) as UpJson), stderr };
  }

  /** The containers of a part of the platform which hold its programs. */
  async function containers(part: string): Promise<Container[]> {
    const filters = [`strata.prefix=${prefix}`, `strata.part=${part}`, "strata.logs"];
    const ids = await docker("ps", "--quiet", ...filters.flatMap((label) => ["--filter", `label=${label}`]));
    if (ids === "") return [];
    return JSON.parse(await docker("inspect", ...ids.split("\n"))) as Container[];
  }

  const ids = async (part: string): Promise<string[]> => (await containers(part)).map(({ Id }) => Id).sort();

  /** Asks until the page is as it must be. */
  async function eventually(path: string, isRight: (status: number, body: string) => boolean): Promise<void> {
    let last = "";
    for (;;) {
      const response = await fetch(url + path).catch(() => undefined);
      const body = (await response?.text()) ?? "";
      if (response !== undefined && isRight(response.status, body)) return;
      const now = `${response?.status ?? "silent"} ${body.slice(0, 100)}`;
      if (now !== last) process.stderr.write(`${path}: ${now}\n`);
      last = now;
      await sleep(500);
    }
  }

  test("one command brings the page up", async () => {
    const { published, stderr } = await up();
    expect(published).toEqual([{ loadBalancer: "frontend", listener: 80, url }]);
    expect(stderr).toContain("left out: EC2 hosts (management)");
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("Items");
  });

  test("the frontend can call the API, and both can reach the database", async () => {
    await eventually("/readyz", (status) => status === 200);
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ backend: true, database: true });
    await eventually("/", (status, body) => status === 200 && !/can.t be reached|with an error/.test(body));
  });

  test("a second one changes nothing", async () => {
    const before = [await ids("backend"), await ids("frontend"), await ids("load-balancer-frontend")];
    expect((await up()).changes).toEqual({ add: 0, change: 0, remove: 0 });
    expect([await ids("backend"), await ids("frontend"), await ids("load-balancer-frontend")]).toEqual(
      before,
    );
  });

  test("containers are as the settings of the services layer say", async () => {
    const [backend, frontend] = [await containers("backend"), await containers("frontend")];
    // Autoscaling begins with two tasks of each.
    expect([backend.length, frontend.length]).toEqual([2, 2]);
    for (const { Config: config, HostConfig: host } of [...backend, ...frontend]) {
      expect(config.Env).toEqual(
        expect.arrayContaining(["DB_HOST=database-main", "DB_NAME=sbcntrapp", "DB_USERNAME=admin"]),
      );
      expect(config.User).toBe("65532");
      expect(config.StopTimeout).toBe(30);
      expect(host).toMatchObject({
        ReadonlyRootfs: true,
        Memory: 1024 * 2 ** 20,
        MemorySwap: 1024 * 2 ** 20,
        NanoCpus: 0.5e9,
      });
      // Nobody but the load balancer has a port of this machine.
      expect(host.PortBindings ?? {}).toEqual({});
    }
    for (const { Config: config } of frontend)
      expect(config.Env).toContain("BACKEND_URL=http://load-balancer-backend");
    const [outside] = await containers("load-balancer-frontend");
    const [inside] = await containers("load-balancer-backend");
    expect(outside?.HostConfig.PortBindings).toEqual({
      "80/tcp": [{ HostIp: "127.0.0.1", HostPort: new URL(url).port }],
    });
    expect(inside?.HostConfig.PortBindings ?? {}).toEqual({});
  });

  test("the database's password is nowhere to be read by others", async () => {
    const [backend] = await containers("backend");
    const password = backend?.Config.Env.find((line) => line.startsWith("DB_PASSWORD="))?.split("=")[1] ?? "";
    expect(password.length).toBeGreaterThan(20);
    const folder = join(checkout.root, ".strata/local/sbcntr");
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(folder, "stacks/local/cdk.tf.json"), "utf8")).not.toContain(password);
    expect(readFileSync(join(folder, "terraform.log"), "utf8")).not.toContain(password);
  });

  browserStory("live", () => ({
    url,
    restartBackend: async () => {
      await docker("restart", ...(await ids("backend")));
    },
    stopDatabase: async () => {
      await docker("stop", `${prefix}-database-main`);
    },
    startDatabase: async () => {
      await docker("start", `${prefix}-database-main`);
    },
  }));

  test(`no request fails while the backend is deployed ${DEPLOYMENTS} times`, async () => {
    const load = new Load(url, [PAGE, FORM], 2);
    let replaced = 0;
    for (let deployment = 1; deployment <= DEPLOYMENTS; deployment++) {
      // The last line of the image: all before it is built already.
      checkout.edit(
        "apps/backend/Dockerfile",
        /(LABEL deployment=.*\n)?$/,
        `LABEL deployment="${deployment}"\n`,
      );
      const before = await ids("backend");
      await up();
      const after = await ids("backend");
      expect(after).toHaveLength(2);
      replaced += after.filter((id) => !before.includes(id)).length;
    }
    const { requests, failed, slowestMilliseconds } = await load.stop();
    process.stderr.write(
      `live: ${DEPLOYMENTS} deployments, ${replaced} tasks replaced, ${requests} requests, ${failed.length} failed, ` +
        `slowest ${slowestMilliseconds} ms\n`,
    );
    expect(failed).toEqual([]);
    expect(replaced).toBe(2 * DEPLOYMENTS);
    expect(requests).toBeGreaterThan(DEPLOYMENTS);
  });

  test("the page is served while a task is killed, and the next up starts it again", async () => {
    const [killed] = await containers("backend");
    await docker("kill", killed?.Id ?? "");
    for (let asked = 0; asked < 20; asked++) {
      const { status } = await fetch(url);
      expect(status).toBe(200);
    }
    expect((await up()).changes).toMatchObject({ change: 1 });
    expect(await ids("backend")).toContain(killed?.Id);
  });

  test("logs have the container in front of each line", async () => {
    const { stdout } = await strata("local", "logs", "backend");
    expect(stdout).toMatch(/^backend 1 app \| \{.*"msg":/m);
    expect(stdout).toMatch(/^backend 2 app \| /m);
    expect(stdout).not.toMatch(/^frontend/m);
    const unknown = await strata("local", "logs", "nobody");
    expect(unknown.exitCode).toBe(3);
    expect(unknown.stderr).toContain("backend, database-main, frontend");
  });

  test("down leaves nothing", async () => {
    const { exitCode, stdout } = await strata("local", "down");
    expect(stdout).toContain("Nothing is left");
    expect(exitCode).toBe(0);
    const label = ["--filter", `label=strata.prefix=${prefix}`];
    const left = [
      await docker("ps", "--all", "--quiet", ...label),
      await docker("network", "ls", "--quiet", ...label),
      await docker("volume", "ls", "--quiet", ...label),
      await docker("image", "ls", "--quiet", `${prefix}-local/*`),
    ];
    expect(left).toEqual(["", "", "", ""]);
    expect(existsSync(join(checkout.root, ".strata/local/sbcntr"))).toBe(false);
  });

  /** A page with items, which the backend has taken from the database. */
  const PAGE: RequestKind = {
    name: "GET /",
    path: "/",
    isRight: ({ status }, body) => status === 200 && !/can.t be reached|with an error/.test(body),
  };

  /** A form: what may not be repeated by a load balancer. */
  const FORM: RequestKind = {
    name: "POST /notifications/read",
    path: "/notifications/read",
    get init() {
      return {
        method: "POST",
        headers: { origin: url, "content-type": "application/x-www-form-urlencoded" },
        body: "",
      };
    },
    isRight: ({ status, headers }) =>
      status === 303 && headers.get("location") === "/notifications?notice=read",
  };
});

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
