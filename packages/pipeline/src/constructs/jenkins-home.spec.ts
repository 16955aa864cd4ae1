import { synthesizeIn, testEnvironment } from "@strata/core/testing";
import { JenkinsHome } from "./jenkins-home";

const home = (isProtected: boolean) =>
  synthesizeIn((scope) => {
    new JenkinsHome(scope, "home", {
      environment: testEnvironment({ protected: isProtected }),
      name: "test-jenkins",
      keyAlias: "alias/test-jenkins",
      roleName: "test-jenkins-backup",
      subnetId: "subnet",
      gib: 20,
      backupDays: 7,
    }).attachTo("i-1");
  });

describe("JenkinsHome", () => {
  test("is an encrypted disk in the zone of the host", () => {
    expect(home(false).resource("aws_ebs_volume")).toMatchObject({
      availability_zone: "${data.aws_subnet.home_subnet_0DF0E48E.availability_zone}",
      encrypted: true,
      kms_key_id: expect.stringContaining("aws_kms_key") as string,
      size: 20,
    });
  });

  test("is attached where the host looks for it, and never taken from one that runs", () => {
    expect(home(false).resource("aws_volume_attachment")).toMatchObject({
      device_name: "/dev/sdf",
      instance_id: "i-1",
      stop_instance_before_detaching: true,
    });
  });

  test("is backed up every day, for as long as the settings say", () => {
    expect(home(false).resource("aws_backup_plan")).toMatchObject({
      rule: [{ schedule: "cron(0 18 * * ? *)", lifecycle: { delete_after: 7 } }],
    });
    expect(home(false).resource("aws_backup_selection").resources).toHaveLength(1);
  });

  test.each([
    [true, { final_snapshot: true }, { force_destroy: false }],
    [false, { final_snapshot: false }, { force_destroy: true }],
  ])("with protected: %s", (isProtected, volume, vault) => {
    expect(home(isProtected).resource("aws_ebs_volume")).toMatchObject(volume);
    expect(home(isProtected).resource("aws_backup_vault")).toMatchObject(vault);
  });
});
