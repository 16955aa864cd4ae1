import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { checksumOf, fetchTerraform, PINNED_TERRAFORM } from "./fetch";
import { terraformPlatform } from "./provider";

const FILE = `terraform_${PINNED_TERRAFORM}_${terraformPlatform()}.zip`;
const archive = Buffer.from(
  zipSync({ "LICENSE.txt": strToU8("..."), terraform: strToU8("#!/bin/sh\necho fetched\n") }),
);
const sha256 = createHash("sha256").update(archive).digest("hex");

let root: string;
let server: Server;
let files: Record<string, string | Buffer>;
let releases: string;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "strata-"));
  files = {};
  server = createServer((request, response) => {
    const file = files[request.url ?? ""];
    response.statusCode = file === undefined ? 404 : 200;
    response.end(file);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  releases = `http://127.0.0.1:${(server.address() as AddressInfo).port}/terraform`;
});
afterEach(() => {
  server.close();
  rmSync(root, { recursive: true });
});

const publish = (sums: string): void => {
  const folder = `/terraform/${PINNED_TERRAFORM}`;
  files[`${folder}/terraform_${PINNED_TERRAFORM}_SHA256SUMS`] = sums;
  files[`${folder}/${FILE}`] = archive;
};
const fetchIt = (): ReturnType<typeof fetchTerraform> => fetchTerraform(root, () => undefined, releases);

test("fetches the pinned release", async () => {
  publish(`${"0".repeat(64)}  another.zip\n${sha256}  ${FILE}\n`);
  const { path, version } = await fetchIt();
  expect(version).toBe(PINNED_TERRAFORM);
  expect(execFileSync(path, { encoding: "utf8" })).toBe("fetched\n");
});

test.each([
  ["a wrong checksum", `${"0".repeat(64)}  ${FILE}\n`, `has the SHA-256 checksum ${sha256} instead of 000`],
  ["no checksum", `${sha256}  another.zip\n`, `there is no ${FILE} in its SHA256SUMS`],
])("installs nothing with %s", async (_, sums, reason) => {
  publish(sums);
  const fetched = fetchIt();
  await expect(fetched).rejects.toMatchObject({ code: "terraform-not-fetched", exitCode: 3 });
  await expect(fetched).rejects.toThrow(reason);
  expect(existsSync(join(root, ".strata/bin/terraform"))).toBe(false);
});

test("says what the server answered", async () => {
  await expect(fetchIt()).rejects.toThrow("the answer was 404 Not Found");
});

test("finds a checksum by the whole name", () => {
  expect(checksumOf("aa  x.zip.sig\nbb  x.zip\n", "x.zip")).toBe("bb");
});
