/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort, startMariaDb, until, whenInstalled, type TestDatabases } from "@strata/backend/testing";
import type { Browser } from "playwright-core";
import { SOURCE } from "./checkout";
import {
  browserStory,
  faultsOf,
  itemOf,
  launchBrowser,
  unreadBadge,
  Visit,
  whenBrowser,
} from "./live-browser";

/*
 * The frontend as a process of its own: first with the real backend and a real MariaDB, then with a backend that is slow, empty
 * or broken as it is told.
 */

/** A program of Node.js which listens. */
class Program {
  /** What it wrote to its log. */
  readonly lines: string[] = [];
  private child: ChildProcess | undefined;

  constructor(
    private readonly file: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  /** Starts it, and waits until it listens. */
  async start(): Promise<void> {
    const { PATH = "" } = process.env;
    const child = spawn(process.execPath, [this.file], {
      env: { PATH, ...this.env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.child = child;
    const lines = createInterface({ input: child.stdout });
    await new Promise<void>((resolve, reject) => {
      lines.on("line", (line) => {
        this.lines.push(line);
        if (/"msg":"(Server )?listening/i.test(line)) resolve();
      });
      child.once("exit", () => {
        reject(new Error(`${this.file} ended:\n${this.lines.join("\n")}`));
      });
    });
  }

  /** Sends SIGTERM and returns the code with which it ends. */
  async stop(): Promise<number | null> {
    const { child } = this;
    if (child?.exitCode !== null) return null;
    child.kill("SIGTERM");
    const [code] = (await once(child, "exit")) as [number | null];
    return code;
  }
}

const FRONTEND = join(SOURCE, "apps/frontend");

async function frontendOf(backendUrl: string, env: Readonly<Record<string, string>> = {}) {
  if (!existsSync(join(FRONTEND, ".next/BUILD_ID"))) {
    throw new Error("The frontend is not bundled: turbo run bundle --filter=@strata/frontend");
  }
  const port = await freePort();
  const program = new Program(join(FRONTEND, "dist/server/main.js"), {
    NODE_ENV: "production",
    BACKEND_URL: backendUrl,
    PORT: String(port),
    DRAIN_SECONDS: "0",
    ...env,
  });
  return { program, url: `http://127.0.0.1:${port}` };
}

whenInstalled("mariadbd")("the frontend, the backend and MariaDB", () => {
  let databases: TestDatabases;
  let backend: Program;
  let frontend: Program;
  let url: string;

  beforeAll(async () => {
    databases = await startMariaDb();
    const { host, port, user, password, database } = await databases.create("page");
    const backendPort = await freePort();
    backend = new Program(join(SOURCE, "apps/backend/dist/main.js"), {
      DB_HOST: host,
      DB_PORT: String(port),
      DB_USERNAME: user,
      DB_PASSWORD: password,
      DB_NAME: database,
      PORT: String(backendPort),
      DRAIN_SECONDS: "0",
    });
    await backend.start();
    ({ program: frontend, url } = await frontendOf(`http://127.0.0.1:${backendPort}`, {
      DB_HOST: host,
      DB_PORT: String(port),
    }));
    await frontend.start();
  });

  afterAll(async () => {
    await frontend.stop();
    await backend.stop();
    await databases.remove();
  });

  test("both can be reached from the frontend", async () => {
    await expect((await fetch(`${url}/readyz`)).json()).resolves.toEqual({ backend: true, database: true });
  });

  browserStory("processes", () => ({
    url,
    restartBackend: async () => {
      await backend.stop();
      await backend.start();
    },
    stopDatabase: () => databases.stop(),
    startDatabase: () => databases.start(),
  }));
});

const ITEM = {
  id: 1,
  title: "Coffee",
  name: "A cup of filter coffee",
  favorite: false,
  img: "https://elsewhere.example/pixel.gif",
  createdAt: "2026-11-22 10:00:00",
  updatedAt: "2026-11-22 10:00:00",
};

describe("the frontend, with a backend that does as it is told", () => {
  let fake: Server;
  let frontend: Program;
  let url: string;
  let backendUrl: string;
  /** How the backend behaves. */
  let behaviour: { items: readonly object[]; delay: number; status: number };
  /** What it was asked. */
  let asked: { line: string; headers: IncomingMessage["headers"]; body: string }[];

  beforeAll(async () => {
    fake = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        asked.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
        const { items, delay, status } = behaviour;
        setTimeout(() => {
          const data =
            request.url?.startsWith("/v1/Items") === true
              ? items
              : request.url?.endsWith("Count") === true
                ? 0
                : [];
          response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ data }));
        }, delay);
      });
    });
    fake.listen(0, "127.0.0.1");
    await once(fake, "listening");
    backendUrl = `http://127.0.0.1:${(fake.address() as AddressInfo).port}`;
    ({ program: frontend, url } = await frontendOf(backendUrl));
    await frontend.start();
  });

  afterAll(async () => {
    await frontend.stop();
    fake.closeAllConnections();
    fake.close();
  });

  beforeEach(() => {
    behaviour = { items: [ITEM], delay: 0, status: 200 };
    asked = [];
  });

  const send = (
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Response> =>
    fetch(`${url}${path}`, {
      method: "POST",
      headers: { origin: url, ...headers },
      body: new URLSearchParams(fields),
      redirect: "manual",
    });

  test("is alive whatever the backend does, and ready only with it", async () => {
    behaviour = { ...behaviour, status: 503 };
    const live = await fetch(`${url}/healthcheck`);
    expect([live.status, await live.json()]).toEqual([200, null]);
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, { backend: false }]);
  });

  test("hands the request's id to the backend, and answers and logs it", async () => {
    const response = await fetch(`${url}/?title=private`, { headers: { "x-request-id": "from-outside-1" } });
    await response.text();
    expect(response.headers.get("x-request-id")).toBe("from-outside-1");
    expect(asked.map(({ headers }) => headers["x-request-id"])).toEqual(["from-outside-1", "from-outside-1"]);
    // The line may come after the answer, as it comes another way.
    const line = (): string | undefined => frontend.lines.find((one) => one.includes("from-outside-1"));
    await until(() => line() !== undefined);
    expect(JSON.parse(line() ?? "")).toMatchObject({ requestId: "from-outside-1", path: "/", status: 200 });
    expect(frontend.lines.join("\n")).not.toContain("private");
  }, 60_000);

  test("says with the status of the page that there is no answer", async () => {
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(`${url}/no/such/page`)).status).toBe(404);
    behaviour = { ...behaviour, status: 500 };
    const response = await fetch(url);
    expect(response.status).toBe(503);
    const text = await response.text();
    expect(text).toContain("can’t be shown right now");
    expect(text).toContain('href="/notifications"');
  });

  test("neither page nor headers nor scripts hold the backend's address", async () => {
    const secrets = [
      backendUrl,
      new URL(backendUrl).host,
      "BACKEND_URL",
      "DB_HOST",
      "/v1/Item",
      process.env.HOME ?? "/root",
    ];
    const texts: string[] = [];
    for (const status of [200, 500]) {
      behaviour = { ...behaviour, status };
      for (const path of ["/", "/notifications", "/no/such/page", "/readyz"]) {
        const response = await fetch(`${url}${path}`);
        texts.push(JSON.stringify([...response.headers]), await response.text());
      }
      const answer = await send("/items", { title: "a", name: "b", img: "cup" });
      texts.push(JSON.stringify([...answer.headers]), await answer.text());
    }
    const folder = join(FRONTEND, ".next/static");
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    texts.push(...files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8")));
    expect(files.length).toBeGreaterThan(3);
    expect(texts.join("\n")).toContain("can’t be shown right now");
    for (const secret of secrets) expect(texts.filter((text) => text.includes(secret))).toEqual([]);
  });

  test("has headers that keep others out", async () => {
    const { headers } = await fetch(url);
    expect(headers.get("content-security-policy")).toMatch(
      /script-src 'self' 'nonce-[^']+'; .*frame-ancestors 'none'/,
    );
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("same-origin");
    expect(headers.get("x-powered-by")).toBeNull();
  });

  test("a form goes to the backend as it was written, and the browser to the page", async () => {
    const title = "Robert'); DROP TABLE Item;-- <i>";
    const response = await send("/items", { title, name: "ö", img: "key" });
    expect([response.status, response.headers.get("location")]).toEqual([303, "/?notice=added"]);
    expect(asked.map(({ line, body }) => [line, JSON.parse(body) as unknown])).toEqual([
      ["POST /v1/Item", { title, name: "ö", img: "key" }],
    ]);
    const marked = await send("/items/favorite", { id: "1", favorite: "true", shown: "favorites" });
    expect(marked.headers.get("location")).toBe("/?favorite=true&notice=marked#item-1");
    const read = await send("/notifications/read", {});
    expect(read.headers.get("location")).toBe("/notifications?notice=read");
  });

  test("a form of another site, too long or without sense does nothing", async () => {
    const item = { title: "a", name: "b", img: "cup" };
    expect((await send("/items", item, { origin: "https://evil.example" })).status).toBe(403);
    expect((await send("/items/favorite", { id: "1", favorite: "true" }, { origin: "null" })).status).toBe(
      403,
    );
    const noOrigin = await fetch(`${url}/notifications/read`, {
      method: "POST",
      body: new URLSearchParams(),
    });
    expect(noOrigin.status).toBe(403);
    expect((await send("/items", { ...item, title: "x".repeat(10 << 20) })).status).toBe(413);
    expect((await send("/items", item, { "content-type": "application/json" })).status).toBe(415);
    expect((await send("/items", { ...item, title: " " })).headers.get("location")).toBe(
      "/?notice=title&title=+&name=b&img=cup#add",
    );
    expect(
      (await send("/items/favorite", { id: "1 or 1=1", favorite: "true" })).headers.get("location"),
    ).toBe("/?notice=form");
    expect((await fetch(`${url}/items`)).status).toBe(405);
    expect(asked).toEqual([]);
  });

  test("what was written is kept when the backend doesn't take it", async () => {
    behaviour = { ...behaviour, status: 500 };
    const response = await send("/items", { title: "a", name: "b", img: "key" });
    expect(response.headers.get("location")).toBe("/?notice=away&title=a&name=b&img=key#add");
  });

  whenBrowser("in a browser", () => {
    let browser: Browser;
    let visit: Visit;

    beforeAll(async () => {
      browser = await launchBrowser();
    });
    afterAll(async () => {
      await browser.close();
    });
    beforeEach(() => {
      visit = new Visit(browser, url, "states");
    });
    afterEach(async () => {
      await visit.close();
      expect(visit.trouble).toEqual([]);
    });

    test("a slow backend is waited for, with the page already there", async () => {
      behaviour = { ...behaviour, delay: 2000 };
      const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
      const page = await context.newPage();
      await page.goto(url, { waitUntil: "commit" });
      await page.getByText("Loading the items").waitFor();
      await page.getByRole("link", { name: "Notifications" }).waitFor();
      expect(await itemOf(page, "Coffee").count()).toBe(0);
      await visit.screenshot(page, "loading");
      await itemOf(page, "Coffee").waitFor();
      expect(await page.getByText("Loading the items").count()).toBe(0);
    });

    test("a backend that never answers is given up, and found again", async () => {
      behaviour = { ...behaviour, delay: 4000 };
      const page = await visit.open();
      await page.getByText("The backend can't be reached.").waitFor();
      behaviour = { ...behaviour, delay: 0 };
      await itemOf(page, "Coffee").waitFor();
    });

    test.each(["light", "dark"] as const)(
      "%s: nothing is shown as nothing, without a fault",
      async (colorScheme) => {
        behaviour = { ...behaviour, items: [] };
        const page = await visit.open("/", { colorScheme });
        await page.getByText("There are no items yet.").waitFor();
        expect(await faultsOf(page)).toEqual([]);
        await visit.screenshot(page, `empty-${colorScheme}`);
        const favorites = await visit.open("/?favorite=true", { colorScheme });
        await favorites.getByText("No item is a favourite yet.").waitFor();
        const notifications = await visit.open("/notifications", { colorScheme });
        await notifications.getByText("There are no notifications.").waitFor();
        expect(await unreadBadge(notifications)).toBe(0);
        behaviour = { ...behaviour, status: 500 };
        const away = await visit.open("/", { colorScheme });
        expect(await faultsOf(away)).toEqual([]);
        await visit.screenshot(away, `away-${colorScheme}`);
      },
    );

    test("a picture from elsewhere is not loaded", async () => {
      const page = await visit.open();
      await itemOf(page, "Coffee").getByText("C", { exact: true }).waitFor();
      expect(await page.locator("img").count()).toBe(0);
    });

    test("without JavaScript it is read and written, and finds a backend again", async () => {
      const page = await visit.open("/", { javaScriptEnabled: false });
      await itemOf(page, "Coffee").getByRole("button").click();
      await page.getByText("The item is a favourite now.").waitFor();
      expect(asked.map(({ line, body }) => `${line} ${body}`)).toContain(
        'POST /v1/Item/favorite {"id":1,"favorite":true}',
      );
      behaviour = { ...behaviour, status: 500 };
      await page.reload();
      await page.getByText("can’t be shown right now").waitFor();
      behaviour = { ...behaviour, status: 200 };
      await itemOf(page, "Coffee").waitFor();
    });

    test("a wrong field is said, in the title of the page first", async () => {
      const page = await visit.open("/?notice=title&title=&name=Kept&img=key#add");
      expect(await page.title()).toMatch(/^Error: The item was not added/);
      const field = page.getByLabel("Title");
      expect(await field.getAttribute("aria-invalid")).toBe("true");
      expect(await page.getByLabel("Name").inputValue()).toBe("Kept");
      expect(await page.getByRole("radio", { name: "key" }).isChecked()).toBe(true);
      expect(await faultsOf(page)).toEqual([]);
    });
  });

  test("on SIGTERM what is being answered is finished, and it ends with 0", async () => {
    const { program, url: other } = await frontendOf(backendUrl, { DRAIN_SECONDS: "1" });
    await program.start();
    // The first page of a new process takes long on a busy machine, and a backend is waited for three seconds.
    await (await fetch(other)).text();
    asked = [];
    behaviour = { ...behaviour, delay: 1000 };
    const answers = Array.from({ length: 5 }, () =>
      fetch(other).then(async (response) => [response.status, await response.text()]),
    );
    while (asked.length < 5) await new Promise((resolve) => setTimeout(resolve, 20));
    const ended = program.stop();
    while (!program.lines.some((line) => line.includes("stopping")))
      await new Promise((resolve) => setTimeout(resolve, 5));
    // A load balancer which has not looked yet may still send something.
    const late = await fetch(`${other}/readyz`);
    expect([late.status, late.headers.get("connection")]).toEqual([503, "close"]);
    for (const [status, text] of await Promise.all(answers)) {
      expect(status).toBe(200);
      expect(text).toContain("Coffee");
      expect(text).toMatch(/<\/html>$/);
    }
    expect(await ended).toBe(0);
  });

  test("a wrong setting is refused in one line of the log", async () => {
    const { program } = await frontendOf("backend");
    await expect(program.start()).rejects.toThrow("BACKEND_URL is not an address");
    expect(program.lines).toHaveLength(1);
  });
});
