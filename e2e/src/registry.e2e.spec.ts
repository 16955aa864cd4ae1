import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeImagesCommand,
  GetAuthorizationTokenCommand,
  ListImagesCommand,
  PutImageCommand,
} from "@aws-sdk/client-ecr";
import { startEmulator, stopEmulator, type Emulator } from "@strata/emulator";
import { awsAt, type Aws } from "./aws";
import { SOURCE } from "./checkout";
import { docker, startRegistry, whenRegistry, type Registry } from "./docker";

whenRegistry("the emulator's ECR, with a registry behind it", () => {
  const name = "shop/api";
  let folder: string;
  let registry: Registry;
  let emulator: Emulator;
  let ecr: Aws["ecr"];
  let uri: string;
  let digest: string;

  /** Docker with a configuration of its own, so that the login is not the user's. */
  const dockerHere = (...args: string[]): Promise<string> =>
    docker("--config", join(folder, "docker"), ...args);

  /** Builds an image of one file, which needs no other image, and pushes it. Returns its digest. */
  const push = async (tag: string, content: string): Promise<string> => {
    writeFileSync(join(folder, "Dockerfile"), `FROM scratch\nCOPY content /\n`);
    writeFileSync(join(folder, "content"), content);
    await dockerHere("build", "--quiet", "--tag", `${uri}:${tag}`, folder);
    await dockerHere("push", `${uri}:${tag}`);
    const [pushed = ""] = JSON.parse(
      await dockerHere("image", "inspect", "--format", "{{json .RepoDigests}}", `${uri}:${tag}`),
    ) as string[];
    await dockerHere("image", "rm", `${uri}:${tag}`);
    return pushed.replace(`${uri}@`, "");
  };

  const listed = async (): Promise<string[]> => {
    const { imageIds = [] } = await ecr.send(new ListImagesCommand({ repositoryName: name }));
    return imageIds.map(({ imageTag, imageDigest }) => `${imageTag ?? "-"} ${imageDigest ?? "-"}`).sort();
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "strata-ecr-"));
    registry = await startRegistry();
    emulator = await startEmulator({
      directory: join(folder, "emulator"),
      venv: join(SOURCE, ".strata/emulator/venv"),
      port: 0,
      variables: registry.variables,
    });
    ({ ecr } = awsAt(emulator.url));
  });

  afterAll(async () => {
    await stopEmulator(emulator);
    await registry.stop();
    rmSync(folder, { recursive: true });
  });

  test("has repositories at its address", async () => {
    const { repository } = await ecr.send(new CreateRepositoryCommand({ repositoryName: name }));
    uri = repository?.repositoryUri ?? "";
    expect(uri).toBe(`${registry.address}/${name}`);
  });

  test("takes a push only after the login which the AWS CLI does", async () => {
    await expect(push("one", "1")).rejects.toThrow(/no basic auth credentials|unauthorized/);
    const { authorizationData: [data] = [] } = await ecr.send(new GetAuthorizationTokenCommand({}));
    expect(data?.proxyEndpoint).toBe(`http://${registry.address}`);
    expect(data?.expiresAt?.getTime()).toBeGreaterThan(Date.now());
    const [user, password] = Buffer.from(data?.authorizationToken ?? "", "base64")
      .toString()
      .split(":");
    expect(user).toBe("AWS");
    execFileSync(
      "docker",
      [
        "--config",
        join(folder, "docker"),
        "login",
        "--username",
        "AWS",
        "--password-stdin",
        registry.address,
      ],
      { input: password, stdio: ["pipe", "ignore", "pipe"] },
    );
    digest = await push("one", "1");
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test("sees what was pushed", async () => {
    expect(await listed()).toEqual([`one ${digest}`]);
    const { imageDetails: [image] = [] } = await ecr.send(
      new DescribeImagesCommand({ repositoryName: name, imageIds: [{ imageTag: "one" }] }),
    );
    expect(image).toMatchObject({ imageDigest: digest, imageTags: ["one"], repositoryName: name });
    expect(image?.imageSizeInBytes).toBeGreaterThan(100);
    const { images: [got] = [] } = await ecr.send(
      new BatchGetImageCommand({ repositoryName: name, imageIds: [{ imageDigest: digest }] }),
    );
    expect(JSON.parse(got?.imageManifest ?? "{}")).toHaveProperty("layers");
  });

  test("knows no other tag", async () => {
    const imageIds = [{ imageTag: "two" }];
    await expect(
      ecr.send(new DescribeImagesCommand({ repositoryName: name, imageIds })),
    ).rejects.toMatchObject({
      name: "ImageNotFoundException",
    });
    const { failures } = await ecr.send(new BatchGetImageCommand({ repositoryName: name, imageIds }));
    expect(failures).toMatchObject([{ failureCode: "ImageNotFound" }]);
  });

  test("keeps an image whose tag went to another one", async () => {
    const second = await push("one", "2");
    expect(second).not.toBe(digest);
    expect(await listed()).toEqual([`- ${digest}`, `one ${second}`].sort());
    const pulled = await dockerHere("pull", "--quiet", `${uri}@${digest}`);
    expect(pulled).toContain(digest);
    await dockerHere("image", "rm", `${uri}@${digest}`);
  });

  test("gives another tag, which can be pulled, and takes it away again", async () => {
    const { images: [image] = [] } = await ecr.send(
      new BatchGetImageCommand({ repositoryName: name, imageIds: [{ imageTag: "one" }] }),
    );
    const current = image?.imageId?.imageDigest ?? "";
    await ecr.send(
      new PutImageCommand({ repositoryName: name, imageManifest: image?.imageManifest, imageTag: "stable" }),
    );
    await dockerHere("pull", "--quiet", `${uri}:stable`);
    await dockerHere("image", "rm", `${uri}:stable`);
    expect(await listed()).toEqual(expect.arrayContaining([`one ${current}`, `stable ${current}`]));

    await ecr.send(new BatchDeleteImageCommand({ repositoryName: name, imageIds: [{ imageTag: "stable" }] }));
    await expect(dockerHere("pull", "--quiet", `${uri}:stable`)).rejects.toThrow("not found");
    expect(await listed()).toContain(`one ${current}`);
  });

  test("is not deleted while it has images, and takes them along by force", async () => {
    await expect(ecr.send(new DeleteRepositoryCommand({ repositoryName: name }))).rejects.toMatchObject({
      name: "RepositoryNotEmptyException",
    });
    await ecr.send(new DeleteRepositoryCommand({ repositoryName: name, force: true }));
    await expect(dockerHere("pull", "--quiet", `${uri}:one`)).rejects.toThrow("not found");
    await ecr.send(new CreateRepositoryCommand({ repositoryName: name }));
    expect(await listed()).toEqual([]);
  });
});
