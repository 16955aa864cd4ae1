import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { imageSettings } from "../settings";
import { LocalImage, PushedImage } from "./built-image";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "strata-image-"));
  mkdirSync(join(root, "apps/web"), { recursive: true });
  writeFileSync(join(root, "apps/web/Dockerfile"), "FROM scratch\n");
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

/** The resources of a stack with one image, and its folder. */
function synthesized(kind: typeof LocalImage | typeof PushedImage, name: string, settings: object = {}) {
  const outdir = join(root, "cdktf.out");
  const app = new App({ outdir, skipValidation: true });
  const stack = new TerraformStack(app, "images");
  const image = imageSettings.parse({ context: "apps/web", ...settings });
  const { tag, reference } = new kind(stack, "web", { image, root, name });
  app.synth();
  const folder = join(outdir, "stacks/images");
  const json = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as {
    resource: Record<string, Record<string, Record<string, unknown>>>;
  };
  const resource = (type: string) => Object.values(json.resource[type] ?? {})[0];
  return { tag, reference, folder, resource };
}

test("an image that is pushed is built in the same resource, and stays in the registry", () => {
  const { tag, resource, folder } = synthesized(PushedImage, "registry.example/web", {
    architecture: "ARM64",
    buildArgs: { NODE: "24" },
  });
  const context = `assets/web/${tag}`;
  expect(resource("docker_registry_image")).toMatchObject({
    name: `registry.example/web:${tag}`,
    keep_remotely: true,
    build: { context, dockerfile: "Dockerfile", platform: "linux/arm64", build_args: { NODE: "24" } },
  });
  expect(resource("docker_image")).toBeUndefined();
  expect(readFileSync(join(folder, context, "Dockerfile"), "utf8")).toBe("FROM scratch\n");
});

test("an image that stays on the engine is there before the one that it replaces goes", () => {
  const { reference, resource } = synthesized(LocalImage, "web");
  expect(resource("docker_image")).toMatchObject({
    name: reference,
    build: { platform: "linux/amd64" },
    lifecycle: { create_before_destroy: true },
  });
  expect(resource("docker_registry_image")).toBeUndefined();
});

test("other sources have another tag, and the copy of the old ones goes", () => {
  const first = synthesized(PushedImage, "web");
  expect(synthesized(PushedImage, "web").tag).toBe(first.tag);
  writeFileSync(join(root, "apps/web/index.html"), "hello");
  const second = synthesized(PushedImage, "web");
  expect(second.tag).not.toBe(first.tag);
  expect(() => readFileSync(join(first.folder, `assets/web/${first.tag}/Dockerfile`))).toThrow(/ENOENT/);
});
