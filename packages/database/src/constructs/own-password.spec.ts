import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testEnvironment } from "@strata/core/testing";
import { App, TerraformStack } from "cdktf";
import { OwnPassword } from "./own-password";

describe("OwnPassword", () => {
  const outdir = mkdtempSync(join(tmpdir(), "strata-password-"));
  const app = new App({ outdir, skipValidation: true });
  const stack = new TerraformStack(app, "test");
  new OwnPassword(stack, "password", {
    environment: testEnvironment(),
    name: "test-credentials",
    description: "User name and password",
    username: "admin",
    keyArn: "arn:key",
  });
  app.synth();
  const json = JSON.parse(readFileSync(join(outdir, "stacks/test/cdk.tf.json"), "utf8")) as {
    ephemeral: Record<string, Record<string, object>>;
    terraform: object;
  };
  afterAll(() => {
    rmSync(outdir, { recursive: true });
  });

  test("is made by Secrets Manager, of characters which RDS takes", () => {
    expect(Object.values(json.ephemeral.aws_secretsmanager_random_password ?? {})).toEqual([
      { password_length: 32, exclude_punctuation: true },
    ]);
  });

  test("goes to the instance from the secret, so that the two never differ", () => {
    expect(Object.values(json.ephemeral.aws_secretsmanager_secret_version ?? {})).toEqual([
      { secret_id: "${aws_secretsmanager_secret_version.password_value_9832E40D.secret_id}" },
    ]);
  });

  test("needs a Terraform with write-only arguments", () => {
    expect(json.terraform).toMatchObject({ required_version: ">= 1.11.0" });
  });
});
