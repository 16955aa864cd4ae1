import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StrataError } from "./core";
import { explainSystemError, refusalIn, refusalOf } from "./system-error";

const thrownBy = (work: () => void): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown.");
};

test("a full disk is a sentence", () => {
  const error = explainSystemError(
    Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" }),
  );
  expect(error).toBeInstanceOf(StrataError);
  expect(error).toMatchObject({ code: "file-refused", exitCode: 1 });
  expect(String(error)).toMatch(/refused a file: ENOSPC: no space left on device, write\. Make room/);
});

test("a folder that can't be made is one too", () => {
  const error = Object.assign(new Error("ENOENT"), { code: "ENOENT", syscall: "mkdir", path: "/x/runs" });
  expect(String(explainSystemError(error))).toMatch(/the folder \/x\/runs can't be made/);
});

test("a folder is asked whether it takes files", () => {
  const folder = mkdtempSync(join(tmpdir(), "strata-"));
  expect(refusalOf(folder)).toBeUndefined();
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
  expect(refusalOf(folder)?.message).toContain(`(in ${folder})`);
});

test("what is no refusal of a file stays what it is", () => {
  const folder = mkdtempSync(join(tmpdir(), "strata-"));
  const error = thrownBy(() => {
    writeFileSync(join(folder, "none/file"), "");
  });
  rmSync(folder, { recursive: true });
  expect(explainSystemError(error)).toBe(error);
  expect(explainSystemError("a text")).toBe("a text");
});

test("a refusal is found in what Terraform says", () => {
  const text =
    "Error while installing hashicorp/aws v5.100.0: failed to create parent directories leading to /c/aws: mkdir /c/r: read-only file system";
  expect(refusalIn(text)?.message).toMatch(/refused a file: mkdir \/c\/r: read-only file system\. Make/);
  expect(refusalIn("write /p/plan.tfplan: no space left on device")?.message).toContain(
    "/p/plan.tfplan: no space",
  );
  expect(refusalIn("dial unix /var/run/docker.sock: connect: permission denied")).toBeUndefined();
  expect(refusalIn("AccessDenied: no permission")).toBeUndefined();
});
