import { synthesize, testEnvironment } from "@strata/core/testing";
import type { ImageSettings } from "./settings";
import { ImagesStack } from "./stack";

// Any file of this repository will do: nothing is built here.
const image: ImageSettings = {
  context: "packages/images/environments",
  dockerfile: "tsconfig.json",
  architecture: "X86_64",
  buildArgs: {},
};

const stack = synthesize(
  (app) => new ImagesStack(app, testEnvironment(), { images: { web: image, "team/api": image } }),
);
const pushed = Object.values(stack.resources("docker_registry_image"));

test("pushes each image to its repository, under a tag made from its sources", () => {
  const names = pushed.map(({ name }) => name).sort();
  expect(names).toEqual([
    expect.stringMatching(/repository_urls\.web\}:[0-9a-f]{16}$/),
    expect.stringMatching(/repository_urls\["team\/api"\]\}:[0-9a-f]{16}$/),
  ]);
});

test("publishes each image by its digest", () => {
  expect(stack.outputs.images).toEqual({
    web: {
      uri: expect.stringMatching(
        /repository_urls.*@\$\{docker_registry_image\..*\.sha256_digest\}$/,
      ) as string,
      digest: expect.stringMatching(/^\$\{docker_registry_image\..*\.sha256_digest\}$/) as string,
      tag: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
    },
    "team/api": expect.any(Object) as object,
  });
});

test("signs in to the registry of the account", () => {
  expect(Object.keys(stack.data("aws_ecr_authorization_token"))).toHaveLength(1);
});

test("reads no more of the registry layer than the repositories that it pushes to", () => {
  expect(stack.uses).toEqual(["registry.repository_urls.team/api", "registry.repository_urls.web"]);
});
