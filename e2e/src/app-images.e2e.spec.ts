import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SOURCE } from "./checkout";
import { docker, whenDocker } from "./docker";

/** The images of the apps: their folders, how large they may be, in MB, and what they are told, though nothing is there. */
const IMAGES = [
  {
    app: "backend",
    megabytes: 180,
    env: { DB_HOST: "127.0.0.1", DB_USERNAME: "nobody", DB_PASSWORD: "none", DB_NAME: "nothing" },
  },
  { app: "frontend", megabytes: 300, env: { BACKEND_URL: "http://127.0.0.1:9" } },
];

/** A line of the log, as far as it is looked at here. */
const isObject = (line: string): boolean => {
  try {
    return typeof JSON.parse(line) === "object";
  } catch {
    return false;
  }
};

whenDocker("the images of the apps", () => {
  describe.each(IMAGES)("$app", ({ app, megabytes, env }) => {
    const image = `strata-e2e-${app}:${process.pid}`;
    let container: string;

    const inspect = async <T>(what: string, format: string): Promise<T> =>
      JSON.parse(await docker("inspect", "--format", `{{json ${format}}}`, what)) as T;
    const answers = (url: string): Promise<boolean> =>
      // Docker takes connections before the container listens; what was sent into one of those may stay without an answer.
      fetch(url, { signal: AbortSignal.timeout(5000) }).then(
        ({ status }) => status === 200,
        () => false,
      );

    beforeAll(() => docker("build", "--quiet", "--tag", image, join(SOURCE, "apps", app)));
    afterAll(async () => {
      await docker("rm", "--force", container).catch(() => undefined);
      // Docker may still be at the removal of the container.
      await docker("rmi", "--force", image);
    });

    test("is built from its folder alone, and small", async () => {
      const size = (await inspect<number>(image, ".Size")) / 1e6;
      process.stderr.write(`The image of the ${app} has ${size.toFixed(0)} of ${megabytes} MB.\n`);
      expect(size).toBeLessThanOrEqual(megabytes);
    });

    test("starts with a file system that it can't write to, without rights, and says that it is healthy", async () => {
      container = await docker(
        ...["run", "--detach", "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"],
        ...["--sysctl", "net.ipv4.ip_unprivileged_port_start=0", "--publish", "127.0.0.1::80"],
        ...Object.entries(env).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
        image,
      );
      const address = await docker("port", container, "80/tcp");
      while (!(await answers(`http://${address}/healthcheck`))) await sleep(20);
      const answered = Date.now();
      const started = Date.parse(await inspect<string>(container, ".State.StartedAt"));
      process.stderr.write(
        `The ${app} answers ${((answered - started) / 1_000).toFixed(1)} s after its start.\n`,
      );
      // Docker asks by the image's own script.
      while ((await inspect<string>(container, ".State.Health.Status")) === "starting") await sleep(100);
      expect(await inspect<string>(container, ".State.Health.Status")).toBe("healthy");
    });

    test("runs as a user who is not root, and has no shell", async () => {
      const users = (await docker("top", container, "-eo", "uid,pid")).split("\n").slice(1);
      expect(users.length).toBeGreaterThan(0);
      expect(users.map((line) => Number.parseInt(line))).not.toContain(0);
      // Docker's client says the reason on stdout, and ends with 126 or 127.
      await expect(docker("exec", container, "sh", "-c", "true")).rejects.toMatchObject({
        stdout: expect.stringContaining("not found") as string,
      });
    });

    test("logs JSON, line by line", async () => {
      const lines = (await docker("logs", container)).split("\n");
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.filter((line) => !isObject(line))).toEqual([]);
    });

    test("ends by itself on SIGTERM", async () => {
      await docker("stop", "--time", "60", container);
      expect(await inspect<number>(container, ".State.ExitCode")).toBe(0);
    });
  });
});
