import { join } from "node:path";
import { services } from "@strata/services/examples/nginx-in-front";
import { SOURCE } from "./checkout";
import { docker, whenDocker } from "./docker";

const { app, nginx } = services.backend.containers;

/** Says what it was sent; `/hold` is answered when somebody asks for `/release`. */
const APP = `
const held = [];
require("node:http").createServer((request, response) => {
  if (request.url === "/hold") return held.push(response);
  if (request.url === "/release") for (const one of held.splice(0)) one.end("released");
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify({ headers: request.headers, waiting: held.length, padding: "x".repeat(5000) }));
}).listen(process.env.PORT);
`;

interface Answer {
  readonly headers: Readonly<Record<string, string>>;
  readonly waiting: number;
}

whenDocker("Nginx as the settings of the example put it before an app", () => {
  /** Containers that were started, the last one first. */
  const containers: string[] = [];
  let image: string;
  /** Holds the network that the containers of the task share. */
  let task: string;
  let url: string;
  let sidecar: string;
  let appContainer: string;

  async function run(...args: string[]): Promise<string> {
    const id = await docker("run", "--detach", ...args);
    containers.unshift(id);
    return id;
  }

  /** A network of a task, in which ports from this one on are open to all users. */
  const network = (firstUnprivilegedPort: number): Promise<string> =>
    run(
      ...["--sysctl", `net.ipv4.ip_unprivileged_port_start=${String(firstUnprivilegedPort)}`],
      ...["--publish", `127.0.0.1::${String(nginx.port)}`],
      ...["node:24-bookworm-slim", "sleep", "infinity"],
    );

  const startApp = (): Promise<string> =>
    run(
      ...["--network", `container:${task}`, "--env", `PORT=${app.environment.PORT}`],
      ...["node:24-bookworm-slim", "node", "--eval", APP],
    );

  /** As ECS does: read-only, with an empty volume for each writable directory. */
  const startNginx = (of: string): Promise<string> =>
    run(
      ...["--network", `container:${of}`, "--read-only"],
      ...["--env", `UPSTREAM_PORT=${nginx.environment.UPSTREAM_PORT}`],
      ...nginx.writable.flatMap((path) => ["--mount", `type=volume,destination=${path}`]),
      image,
    );

  const state = (id: string, field: string): Promise<string> =>
    docker("inspect", "--format", `{{.State.${field}}}`, id);

  /** Asks again until it is so; a test that waits in vain is ended by its limit. */
  async function until(isSo: () => Promise<boolean>): Promise<void> {
    while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  // Docker takes connections before the container listens; what was sent into one of those may stay without an answer.
  const answers = (path: string, at = url): Promise<boolean> =>
    fetch(at + path, { signal: AbortSignal.timeout(5000) }).then(
      ({ ok }) => ok,
      () => false,
    );

  const urlOf = async (of: string): Promise<string> =>
    `http://${await docker("port", of, String(nginx.port))}`;

  async function answer(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return (await (await fetch(url + path, { headers })).json()) as Answer;
  }

  /** Runs a request in the app's own container, past Nginx. */
  const askApp = async (path: string): Promise<Answer> =>
    JSON.parse(
      await docker(
        ...["exec", appContainer, "node", "--eval"],
        `fetch("http://127.0.0.1:${String(app.port)}${path}").then((a) => a.text()).then(console.log)`,
      ),
    ) as Answer;

  beforeAll(async () => {
    image = await docker("build", "--quiet", join(SOURCE, "apps/nginx"));
    task = await network(0);
    url = await urlOf(task);
    sidecar = await startNginx(task);
    await until(() => answers("/nginx-health"));
  });

  afterAll(async () => {
    for (const id of containers) await docker("rm", "--force", "--volumes", id);
    await docker("image", "rm", image);
  });

  test("is not root, and needs the system control which the services layer sets", async () => {
    expect(await docker("exec", sidecar, "id", "--user")).toBe("101");
    const refused = await startNginx(await network(1024));
    await until(async () => (await state(refused, "Status")) === "exited");
    expect(await state(refused, "ExitCode")).toBe("1");
  });

  test("can write to /tmp and to nothing else", async () => {
    await docker("exec", sidecar, "touch", "/tmp/file");
    await expect(docker("exec", sidecar, "touch", "/var/cache/nginx/file")).rejects.toThrow(
      "Read-only file system",
    );
  });

  test("says that the app is away, and finds it as soon as it is there", async () => {
    expect((await fetch(`${url}/`)).status).toBe(502);
    appContainer = await startApp();
    await until(() => answers("/"));
  });

  test("passes on what the load balancer says of the client", async () => {
    const { headers } = await answer("/", {
      "X-Forwarded-For": "203.0.113.9",
      "X-Forwarded-Proto": "https",
      "X-Forwarded-Port": "443",
      "X-Forwarded-Host": "evil.example.com",
      "X-Request-Id": "request-1",
    });
    expect(headers).toMatchObject({
      host: new URL(url).host,
      "x-forwarded-for": expect.stringMatching(/^203\.0\.113\.9, [\d.]+$/) as string,
      "x-forwarded-proto": "https",
      "x-forwarded-port": "443",
      "x-forwarded-host": new URL(url).host,
      "x-request-id": "request-1",
    });
  });

  test("fills in what nobody has said", async () => {
    const { headers } = await answer("/");
    expect(headers).toMatchObject({
      "x-forwarded-proto": "http",
      "x-forwarded-port": "80",
      "x-request-id": expect.stringMatching(/^[\da-f]{32}$/) as string,
    });
  });

  test("sends JSON compressed", async () => {
    const { headers } = await fetch(`${url}/`, { headers: { "Accept-Encoding": "gzip" } });
    expect(headers.get("content-encoding")).toBe("gzip");
    expect(headers.get("vary")).toBe("Accept-Encoding");
  });

  test("refuses what is too large, before the app sees it", async () => {
    const post = async (bytes: number): Promise<number> =>
      (await fetch(`${url}/`, { method: "POST", body: "x".repeat(bytes) })).status;
    expect(await post(1024 * 1024)).toBe(200);
    expect(await post(1024 * 1024 + 1)).toBe(413);
    expect((await fetch(`${url}/`, { headers: { "X-Large": "x".repeat(10_000) } })).status).toBe(400);
  });

  test("logs each request as JSON, and no health checks", async () => {
    await answer(`/logged?name="quoted"`, { "X-Forwarded-For": "203.0.113.9", "User-Agent": 'a "b" \\ c' });
    const lines = (await docker("logs", sidecar))
      .split("\n")
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    expect(lines.at(-1)).toMatchObject({
      client: "203.0.113.9",
      method: "GET",
      path: "/logged?name=%22quoted%22",
      status: "200",
      seconds: expect.any(Number) as number,
      userAgent: 'a "b" \\ c',
    });
    expect(lines.filter(({ path }) => path === "/nginx-health")).toEqual([]);
  });

  test("is well by its own health check", async () => {
    await until(async () => (await state(sidecar, "Health.Status")) === "healthy");
  });

  test("leads to the backend, which only gets another port", async () => {
    const backend = await docker("build", "--quiet", join(SOURCE, "apps/backend"));
    const other = await network(0);
    const database = ["DB_HOST", "DB_NAME", "DB_USERNAME", "DB_PASSWORD"];
    await run(
      ...["--network", `container:${other}`, "--read-only", "--env", `PORT=${app.environment.PORT}`],
      ...database.flatMap((name) => ["--env", `${name}=nobody.invalid`]),
      backend,
    );
    await startNginx(other);
    const at = await urlOf(other);
    await until(() => answers("/healthcheck", at));
    expect(await (await fetch(`${at}/v1/helloworld`)).json()).toEqual({ data: "Hello world" });
  });

  test("when it is stopped, answers what it has taken, takes nothing more, and ends well", async () => {
    const held = fetch(`${url}/hold`);
    await until(async () => (await askApp("/")).waiting === 1);
    const stopped = docker("stop", "--time", String(60), sidecar);
    await until(async () => !(await answers("/nginx-health")));
    await askApp("/release");
    expect(await (await held).text()).toBe("released");
    await stopped;
    expect(await state(sidecar, "ExitCode")).toBe("0");
  });
});
