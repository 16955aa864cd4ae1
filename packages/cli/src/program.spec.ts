import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { FakeAws, outcomeOf, type Outcome } from "./testing/workspace";

jest.setTimeout(60_000);

let aws: FakeAws;
let home: string;
beforeEach(async () => {
  aws = await FakeAws.start();
  home = mkdtempSync(join(tmpdir(), "strata-"));
  terraform("1.11.4");
});
afterEach(() => {
  aws.stop();
  rmSync(home, { recursive: true });
});

/** Puts a program on the PATH which says that it is this version of Terraform. */
function terraform(version: string): void {
  const file = join(home, "bin/terraform");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho '{"terraform_version": "${version}"}'\n`);
  chmodSync(file, 0o755);
}

/** Runs `strata` as a person without any AWS settings would, but for those given. */
function strata(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|TF|STRATA)_/.test(name));
  return outcomeOf(
    spawn(process.execPath, [join(__dirname, "main.js"), ...args], {
      cwd: home,
      env: {
        ...Object.fromEntries(inherited),
        HOME: home,
        PATH: `${join(home, "bin")}:/usr/bin:/bin`,
        AWS_EC2_METADATA_DISABLED: "true",
        ...env,
      },
    }),
  );
}

const onFakeAws = (): NodeJS.ProcessEnv => ({
  AWS_ENDPOINT_URL: aws.url,
  AWS_ACCESS_KEY_ID: "x",
  AWS_SECRET_ACCESS_KEY: "x",
});

const refused = (outcome: Outcome, sentence: RegExp): void => {
  expect(outcome.stderr).toMatch(sentence);
  expect(outcome.stderr).not.toMatch(/\n {4}at /);
  expect(outcome).toMatchObject({ exitCode: 3, stdout: "" });
};

test("an unknown command", async () => {
  refused(await strata(["dploy"]), /unknown command 'dploy'[\s\S]*\.\/strata --help/);
});

test("an unknown option", async () => {
  refused(await strata(["plan", "--fast"]), /unknown option '--fast'/);
});

test("a port that is none", async () => {
  refused(await strata(["emulator", "start", "--port", "http"]), /must be a whole number from 1 to 65535/);
});

test("help is no error", async () => {
  const { exitCode, stdout } = await strata(["--help"]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("deploy [options] [layers...]");
});

test("an unknown environment, by option and by variable", async () => {
  const sentence = /There is no environment "prod"\. Known: .*sbcntr.*begin a new one: \.\/strata init/;
  refused(await strata(["plan", "--env", "prod"]), sentence);
  refused(await strata(["plan"], { STRATA_ENV: "prod" }), sentence);
});

test("an unknown layer", async () => {
  refused(await strata(["deploy", "netwrk"]), /There is no layer "netwrk"\. Known: .*network/);
});

test("the bootstrapped layer is not deployed by name", async () => {
  refused(await strata(["deploy", "foundation"]), /There is no layer "foundation"/);
});

test("no Terraform", async () => {
  rmSync(join(home, "bin"), { recursive: true });
  refused(
    await strata(["plan"], onFakeAws()),
    /Terraform was not found on the PATH\. Strata needs >= 1\.10\.0/,
  );
});

test("a Terraform that is too old", async () => {
  terraform("1.5.7");
  refused(
    await strata(["plan"], onFakeAws()),
    /bin\/terraform is Terraform 1\.5\.7; Strata needs >= 1\.10\.0/,
  );
});

test("no credentials", async () => {
  refused(await strata(["plan"]), /No AWS credentials: .*aws sso login.*eval "\$\(\.\/strata env\)"/);
});

test("credentials of another account", async () => {
  aws.account = "999999999999";
  refused(
    await strata(["plan"], onFakeAws()),
    /belong to account 999999999999, but environment sbcntr is account 123456789012/,
  );
});

test("no state bucket", async () => {
  aws.hasBuckets = false;
  refused(
    await strata(["deploy"], onFakeAws()),
    /state bucket sbcntr-.* does not exist\. .*\.\/strata bootstrap --env sbcntr/,
  );
});

test("nothing at the endpoint", async () => {
  const env = { ...onFakeAws(), AWS_ENDPOINT_URL: "http://127.0.0.1:1" };
  refused(await strata(["status"], env), /Nothing answers at http:\/\/127\.0\.0\.1:1/);
});

test("--json tells the error as data too", async () => {
  const { exitCode, stdout } = await strata(["plan", "--env", "prod", "--json"]);
  expect(exitCode).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: "unknown-environment" } });
});
