import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { docker, startRegistry, whenRegistry, type Registry } from "./docker";
import { plannedChanges, Strata, succeeded } from "./strata";

const REPOSITORY = "sbcntr-backend";
const SETTINGS = "packages/images/environments/sbcntr.ts";
const SERVICES = "packages/services/environments/sbcntr.ts";
const NOWHERE = { DOCKER_HOST: "unix:///nowhere/docker.sock" };

/** What the images layer publishes of an image. */
interface Published {
  readonly uri: string;
  readonly digest: string;
  readonly tag: string;
}

whenRegistry("the layer images, in an environment which has it", () => {
  let registry: Registry;
  let strata: Strata;
  /** Docker's client with a login of its own, and without any. */
  const [signedIn, stranger] = ["in", "out"].map((name) =>
    mkdtempSync(join(tmpdir(), `strata-${name}-`)),
  ) as [string, string];
  const pushed: Published[] = [];

  const file = (path: string): string => join(strata.checkout.root, path);
  const write = (path: string, text: string): void => {
    mkdirSync(join(file(path), ".."), { recursive: true });
    writeFileSync(file(path), text);
  };
  const published = async (): Promise<Published> => {
    const { stdout } = await strata.run("outputs", "images", "--json");
    const { images } = (JSON.parse(stdout) as { images: { images: Record<string, Published> } }).images;
    const image = images[REPOSITORY];
    if (image === undefined) throw new Error(`Not published: ${stdout}`);
    return image;
  };

  /** Whether the registry has an image. Docker may answer a pull from manifests that it has kept of an earlier one. */
  const isThere = async ({ digest }: Published): Promise<boolean> => {
    const { address, username, password } = registry;
    const { status } = await fetch(`http://${address}/v2/${REPOSITORY}/manifests/${digest}`, {
      headers: {
        accept: "application/vnd.docker.distribution.manifest.v2+json",
        authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
      },
    });
    return status === 200;
  };

  beforeAll(async () => {
    registry = await startRegistry();
    strata = await Strata.create({}, registry);
    await docker(
      ...["--config", signedIn, "login", "--username", registry.username],
      ...["--password", registry.password, registry.address],
    );
    // An image of its own files alone: there is nothing to fetch, and nothing that takes time.
    write("apps/hello/Dockerfile", "FROM scratch\nARG GREETING\nCOPY . /\nENV GREETING=$GREETING\n");
    write("apps/hello/.dockerignore", "notes.md\n");
    write("apps/hello/message.txt", "hello\n");
    write("apps/hello/notes.md", "not in the image\n");
    write(
      SETTINGS,
      `import type { ImagesSettingsInput } from "@strata/images/settings";

export const settings: ImagesSettingsInput = {
  images: { "${REPOSITORY}": { context: "apps/hello", buildArgs: { GREETING: "hello" } } },
};
`,
    );
    succeeded(await strata.run("bootstrap"));
  });

  afterAll(async () => {
    const own = await docker("image", "ls", "--quiet", `${registry.address}/${REPOSITORY}`);
    const ids = [...new Set(own.split("\n").filter((id) => id !== ""))];
    if (ids.length > 0) await docker("image", "rm", "--force", ...ids);
    await strata.remove();
    await registry.stop();
    for (const folder of [signedIn, stranger]) rmSync(folder, { recursive: true });
  });

  test("without an engine its deployment is refused before anything is touched", async () => {
    const { exitCode, stderr } = await strata.with(NOWHERE).run("deploy", "registry", "images");
    expect(stderr).toContain(
      "The layer images needs Docker, and none answers at unix:///nowhere/docker.sock",
    );
    expect(exitCode).toBe(3);
  });

  test("an image is built and pushed, and published by its digest", async () => {
    const { exitCode, layers } = await strata.runJson("deploy", "registry", "images");
    expect(layers.map(({ layer, error }) => [layer, error])).toEqual([
      ["registry", undefined],
      ["images", undefined],
    ]);
    expect(exitCode).toBe(0);
    const image = await published();
    expect(image).toEqual({
      uri: `${registry.address}/${REPOSITORY}@${image.digest}`,
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string,
      tag: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
    });
    pushed.push(image);
  });

  test("it is pulled by its digest with the password, and refused without", async () => {
    const { uri } = pushed[0] as Published;
    // The engine that built it has it already.
    await docker("image", "rm", "--force", await docker("image", "inspect", uri, "--format", "{{.Id}}"));
    await expect(docker("--config", stranger, "pull", uri)).rejects.toThrow(
      /no basic auth|unauthorized|denied/,
    );
    await docker("--config", signedIn, "pull", uri);
    const format = "{{.Os}}/{{.Architecture}} {{.Config.Env}}";
    expect(await docker("image", "inspect", uri, "--format", format)).toMatch(
      /^linux\/amd64 .*GREETING=hello/,
    );
    await docker("image", "rm", "--force", await docker("image", "inspect", uri, "--format", "{{.Id}}"));
  });

  test("the plan is empty on a machine that has neither the image nor an engine", async () => {
    const result = await strata.with(NOWHERE).runJson("plan", "registry", "images");
    expect(plannedChanges(result)).toEqual([]);
    expect(result.exitCode).toBe(0);
  });

  test("what doesn't change the image changes nothing: another time, a file that .dockerignore leaves out", async () => {
    utimesSync(file("apps/hello/message.txt"), new Date(), new Date());
    write("apps/hello/notes.md", "still not in the image\n");
    const result = await strata.runJson("plan", "images");
    expect(plannedChanges(result)).toEqual([]);
    expect(result.exitCode).toBe(0);
  });

  test("another source changes exactly the image; what was reviewed is built and pushed", async () => {
    write("apps/hello/message.txt", "good morning\n");
    const plans = join(strata.checkout.root, ".strata/reviewed");
    const planned = await strata.runJson("plan", "registry", "images", "--out", plans);
    expect(plannedChanges(planned)).toEqual([
      `images: delete+create docker_registry_image.image-${REPOSITORY}_image`,
    ]);
    const { exitCode, layers } = await strata.runJson("deploy", "--reviewed", plans);
    expect(layers.find(({ layer }) => layer === "images")?.notices).toEqual([
      "planned again: its plan signs in to the registry as whoever made it; same changes as reviewed",
    ]);
    expect(exitCode).toBe(0);
    const image = await published();
    const [first] = pushed as [Published];
    expect(image.digest).not.toBe(first.digest);
    expect(image.tag).not.toBe(first.tag);
    pushed.push(image);
    // What may still run somewhere is there as before.
    for (const { uri } of pushed) await docker("--config", signedIn, "pull", uri);
  });

  describe("a service which runs it", () => {
    beforeAll(() => {
      strata.checkout.edit(
        SERVICES,
        /image: \{ repository: "sbcntr-backend", tag: "[^"]*" \}/,
        `image: { built: "${REPOSITORY}" }`,
      );
    });

    test("is planned with its digest", async () => {
      const { layers } = await strata.runJson("plan", "--what-if");
      const services = layers.find(({ layer }) => layer === "services");
      expect(services?.error).toBeUndefined();
      const plan = JSON.parse(readFileSync(services?.planJson ?? "", "utf8")) as {
        resource_changes: { type: string; change: { after: Record<string, unknown> | null } }[];
      };
      const parameters = plan.resource_changes.flatMap(({ type, change }) =>
        type === "aws_ssm_parameter" ? [[change.after?.name, change.after?.insecure_value]] : [],
      );
      expect(parameters).toContainEqual(["/sbcntr-services/backend/image", pushed[1]?.uri]);
    });

    test("is refused where that repository's image is not built here", async () => {
      strata.checkout.edit(SERVICES, `{ built: "${REPOSITORY}" }`, '{ built: "sbcntr-frontend" }');
      const { exitCode, stderr } = await strata.run("plan", "--what-if");
      strata.checkout.edit(SERVICES, '{ built: "sbcntr-frontend" }', `{ built: "${REPOSITORY}" }`);
      expect(stderr).toContain(
        "services reads images.sbcntr-frontend.uri of images, which images does not publish in sbcntr",
      );
      expect(exitCode).toBe(3);
    });

    test("is refused where the environment goes without the layer", async () => {
      const settings = readFileSync(file(SETTINGS), "utf8");
      rmSync(file(SETTINGS));
      const { exitCode, stderr } = await strata.run("plan", "services");
      write(SETTINGS, settings);
      expect(stderr).toContain(`environment sbcntr goes without the layer images: there is no ${SETTINGS}`);
      expect(stderr).toContain(`take what needs it out of ${SERVICES}`);
      expect(exitCode).toBe(3);
    });
  });

  test("destroyed, its images stay until their repository goes", async () => {
    expect((await strata.runJson("destroy", "images")).exitCode).toBe(0);
    expect(await Promise.all(pushed.map(isThere))).toEqual([true, true]);
    expect((await strata.runJson("destroy", "registry")).exitCode).toBe(0);
    expect(await Promise.all(pushed.map(isThere))).toEqual([false, false]);
    const { stdout } = await strata.run("status", "--json");
    const { layers } = JSON.parse(stdout) as { layers: { layer: string; deployed: boolean }[] };
    expect(layers.filter(({ deployed }) => deployed).map(({ layer }) => layer)).toEqual(["foundation"]);
  });
});
