import { synthesizeIn, testEnvironment, type Synthesized } from "@strata/core/testing";
import { Vault } from "./vault";

const vault = (guarded: boolean): Synthesized =>
  synthesizeIn((scope) => {
    new Vault(scope, "vault", {
      environment: testEnvironment({ protected: guarded }),
      name: "test-database",
      roleName: "test-database-backup",
      days: 35,
      resources: ["arn:main"],
      keyArn: "arn:key",
    });
  });

describe("Vault", () => {
  test("keeps a daily copy for as long as it is told", () => {
    expect(vault(false).resource("aws_backup_plan").rule).toEqual([
      expect.objectContaining({ schedule: "cron(0 21 * * ? *)", lifecycle: { delete_after: 35 } }),
    ]);
    expect(vault(false).resource("aws_backup_selection")).toMatchObject({ resources: ["arn:main"] });
  });

  test.each([true, false])(
    "where protected is %s, is encrypted, and goes with its copies or not at all",
    (guarded) => {
      const attributes = vault(guarded).resource("aws_backup_vault");
      expect(attributes).toMatchObject({ kms_key_arn: "arn:key", force_destroy: !guarded });
      expect(attributes.lifecycle).toEqual(guarded ? { prevent_destroy: true } : undefined);
    },
  );
});
