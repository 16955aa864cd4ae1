import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { checkProviders } from "../preflight";
import { ROOT } from "../workspace";
import {
  findProvider,
  mirrorConfiguration,
  requiredProviders,
  terraformPlatform,
  writeConfiguration,
  type Surroundings,
} from "./provider";

const aws = { source: "hashicorp/aws", version: "5.100.0" };

let base: string;
let around: Surroundings;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "strata-"));
  around = {
    env: { XDG_DATA_DIRS: join(base, "share") },
    home: join(base, "home"),
    root: join(base, "root"),
    opt: join(base, "opt"),
  };
});
afterEach(() => {
  rmSync(base, { recursive: true });
});

const unpacked = (mirror: string, version = aws.version): void => {
  mkdirSync(join(mirror, "registry.terraform.io", aws.source, version, terraformPlatform()), {
    recursive: true,
  });
};
const write = (file: string, text: string): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};
const withEnv = (env: NodeJS.ProcessEnv): Surroundings => ({ ...around, env: { ...around.env, ...env } });

test("nothing found is the registry, and needs no configuration", () => {
  expect(findProvider(aws, around)).toEqual({ kind: "registry" });
  expect(writeConfiguration([aws], around)).toBeUndefined();
});

test("each place is looked at before the next", () => {
  const named = withEnv({ STRATA_PROVIDER_MIRROR: join(base, "mirror") });
  unpacked(join(base, "opt/tools"));
  expect(findProvider(aws, named)).toEqual({ kind: "mirror", path: join(base, "opt/tools") });
  unpacked(join(base, "share/terraform/plugins"));
  expect(findProvider(aws, named)).toEqual({ kind: "implied", path: join(base, "share/terraform/plugins") });
  unpacked(join(base, "home/.terraform.d/plugins"));
  expect(findProvider(aws, named)).toEqual({
    kind: "implied",
    path: join(base, "home/.terraform.d/plugins"),
  });
  unpacked(join(base, "mirror"));
  expect(findProvider(aws, named)).toEqual({ kind: "mirror", path: join(base, "mirror") });
  write(
    join(base, "home/.terraformrc"),
    'provider_installation {\n  network_mirror {\n    url = "https://m/"\n  }\n}\n',
  );
  expect(findProvider(aws, named)).toEqual({ kind: "configured", path: join(base, "home/.terraformrc") });
});

test("a mirror of another version is no mirror of this one", () => {
  unpacked(join(base, "opt/tools"), "5.99.0");
  expect(findProvider(aws, around)).toEqual({ kind: "registry" });
});

test("a packed provider counts", () => {
  const name = `terraform-provider-aws_5.100.0_${terraformPlatform()}.zip`;
  write(join(base, "opt/tools/registry.terraform.io/hashicorp/aws", name), "");
  expect(findProvider(aws, around)).toEqual({ kind: "mirror", path: join(base, "opt/tools") });
});

test("a configuration that is named but isn't there is none, and the one at home isn't read instead", () => {
  write(join(base, "home/.terraformrc"), "provider_installation {\n  filesystem_mirror {}\n}\n");
  expect(findProvider(aws, withEnv({ TF_CLI_CONFIG_FILE: join(base, "missing") }))).toEqual({
    kind: "registry",
  });
});

test("the written configuration keeps the person's own, and is left alone when nothing changes", () => {
  unpacked(join(base, "opt/tools"));
  write(join(base, "home/.terraformrc"), 'plugin_cache_dir = "/cache"\n');
  const file = writeConfiguration([aws], around);
  expect(file).toBe(join(base, "root/.strata/terraformrc"));
  expect(readFileSync(file ?? "", "utf8")).toBe(`plugin_cache_dir = "/cache"

provider_installation {
  filesystem_mirror {
    path    = "${join(base, "opt/tools")}"
    include = ["registry.terraform.io/hashicorp/aws"]
  }
  direct {
    exclude = ["registry.terraform.io/hashicorp/aws"]
  }
}
`);
  // In a shell after `eval "$(./strata env)"` it is itself what TF_CLI_CONFIG_FILE names.
  expect(writeConfiguration([aws], withEnv({ TF_CLI_CONFIG_FILE: file }))).toBe(file);
});

describe("a provider of which any release of a range will do", () => {
  const docker = { source: "kreuzwerker/docker", version: "~> 4.6" };
  const held = (mirror: string, version: string): void => {
    mkdirSync(join(mirror, "registry.terraform.io", docker.source, version, terraformPlatform()), {
      recursive: true,
    });
  };

  test("is found in a mirror of such a release", () => {
    held(join(base, "opt/tools"), "4.5.0");
    expect(findProvider(docker, around)).toEqual({ kind: "registry" });
    held(join(base, "opt/tools"), "4.6.0+git20260916");
    expect(findProvider(docker, around)).toEqual({ kind: "mirror", path: join(base, "opt/tools") });
  });

  test("may be in another mirror than the AWS provider, or in none", () => {
    unpacked(join(base, "opt/a"));
    held(join(base, "opt/b"), "4.6.0");
    const both = readFileSync(writeConfiguration([aws, docker], around) ?? "", "utf8");
    expect(both).toContain(`path    = "${join(base, "opt/a")}"
    include = ["registry.terraform.io/hashicorp/aws"]`);
    expect(both).toContain(`path    = "${join(base, "opt/b")}"
    include = ["registry.terraform.io/kreuzwerker/docker"]`);
    rmSync(join(base, "opt/b"), { recursive: true });
    const one = readFileSync(writeConfiguration([aws, docker], around) ?? "", "utf8");
    expect(one).toContain('exclude = ["registry.terraform.io/hashicorp/aws"]');
  });
});

test("paths are quoted", () => {
  expect(mirrorConfiguration("", [{ path: 'a"b', source: "x/y" }])).toContain('path    = "a\\"b"');
});

test("the provider's version is that of the CDKTF package, or the one that is used in its place", () => {
  expect(requiredProviders([join(ROOT, "packages/core")])).toEqual([aws]);
  expect(requiredProviders([join(ROOT, "packages/images")])).toEqual([
    aws,
    { source: "kreuzwerker/docker", version: "~> 4.6" },
  ]);
});

test("a provider that is nowhere is reported with the places", async () => {
  const check = checkProviders([join(ROOT, "packages/core")], around, () => Promise.resolve(false));
  await expect(check).rejects.toMatchObject({ code: "provider-not-found", exitCode: 3 });
  await expect(check).rejects.toThrow(join(base, "home/.terraform.d/plugins"));
  await expect(
    checkProviders([join(ROOT, "packages/core")], around, () => Promise.resolve(true)),
  ).resolves.toBeUndefined();
});
