import { statements, synthesizeIn, testEnvironment, type Synthesized } from "@strata/core/testing";
import { service } from "./fixtures";
import { JenkinsHome } from "./jenkins-home";
import { JenkinsServer, type JenkinsServerProps } from "./jenkins-server";

const server = (changes: Partial<JenkinsServerProps> = {}): Synthesized =>
  synthesizeIn((scope) => {
    const environment = testEnvironment();
    new JenkinsServer(scope, "jenkins", {
      environment,
      name: "test-jenkins",
      settings: { instanceType: "t3.medium", rootVolumeGiB: 30 },
      subnetId: "subnet",
      securityGroupId: "group",
      keyName: undefined,
      home: new JenkinsHome(scope, "home", {
        environment,
        name: "test-jenkins",
        keyAlias: "alias/test-jenkins",
        roleName: "test-jenkins-backup",
        subnetId: "subnet",
        gib: 20,
        backupDays: 7,
      }),
      repositoryArns: [],
      services: [],
      hostArns: [],
      ...changes,
    });
  });

const actions = (stack: Synthesized) =>
  statements(stack.resource("aws_iam_role_policy").policy).flatMap(({ Action }) => Action as string[]);

describe("JenkinsServer", () => {
  test("is a host that installs Jenkins and has the disk", () => {
    const stack = server();
    expect(stack.resource("aws_instance")).toMatchObject({
      user_data: expect.stringContaining("dnf install -y jenkins") as string,
    });
    expect(stack.resource("aws_volume_attachment").instance_id).toContain("aws_instance");
  });

  test("may do nothing that it is not given", () => {
    expect(server().resources("aws_iam_role_policy")).toEqual({});
    expect(actions(server({ repositoryArns: ["arn:repository"] }))).not.toContain("ecs:UpdateService");
    expect(actions(server({ services: [service] }))).not.toContain("ecr:PutImage");
  });

  test("runs commands on the given hosts, with the one document for that", () => {
    const stack = server({ hostArns: ["arn:host"] });
    expect(statements(stack.resource("aws_iam_role_policy").policy)[0]).toMatchObject({
      Action: ["ssm:SendCommand"],
      Resource: ["arn:aws:ssm:ap-northeast-2::document/AWS-RunShellScript", "arn:host"],
    });
  });
});
