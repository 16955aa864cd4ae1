import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findTerraform, toolsDirectory } from "./find";

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), "strata-"))));
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** A program which says that it is a version of Terraform. */
function fakeTerraform(directory: string, version: string): string {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, "terraform");
  writeFileSync(path, `#!/bin/sh\necho '{"terraform_version": "${version}"}'\n`);
  chmodSync(path, 0o755);
  return path;
}

test("the PATH comes first", async () => {
  const path = fakeTerraform(join(root, "path"), "1.10.5");
  fakeTerraform(toolsDirectory(root), "1.11.4");
  await expect(findTerraform(root, { PATH: join(root, "path") })).resolves.toEqual({
    path,
    version: "1.10.5",
  });
});

test("one that is too old on the PATH gives way to the fetched one", async () => {
  fakeTerraform(join(root, "path"), "1.5.7");
  const path = fakeTerraform(toolsDirectory(root), "1.11.4");
  await expect(findTerraform(root, { PATH: join(root, "path") })).resolves.toEqual({
    path,
    version: "1.11.4",
  });
});

test("one that is too old is named", async () => {
  const path = fakeTerraform(join(root, "path"), "1.9.8");
  const found = findTerraform(root, { PATH: `${join(root, "nowhere")}:${join(root, "path")}` });
  await expect(found).rejects.toMatchObject({ code: "terraform-too-old", exitCode: 3 });
  await expect(found).rejects.toThrow(`${path} is Terraform 1.9.8; Strata needs >= 1.10.0`);
});

test("none is a sentence", async () => {
  await expect(findTerraform(root, { PATH: root })).rejects.toMatchObject({
    code: "terraform-missing",
    exitCode: 3,
  });
});

test("an upgrade in place is noticed", async () => {
  const env = { PATH: join(root, "path") };
  fakeTerraform(join(root, "path"), "1.10.0");
  await findTerraform(root, env);
  fakeTerraform(join(root, "path"), "1.11.4 (new)");
  await expect(findTerraform(root, env)).resolves.toMatchObject({ version: "1.11.4 (new)" });
});
