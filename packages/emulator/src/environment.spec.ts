import { emulatorEnvironment } from "./environment";

const emulator = { url: "http://127.0.0.1:5566" };

describe("emulatorEnvironment", () => {
  test("points at the emulator, with credentials of its own", () => {
    expect(emulatorEnvironment(emulator, { inherited: {} })).toEqual({
      AWS_ENDPOINT_URL: "http://127.0.0.1:5566",
      AWS_ACCESS_KEY_ID: "emulator",
      AWS_SECRET_ACCESS_KEY: "emulator",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
      CHECKPOINT_DISABLE: "1",
    });
  });

  test("leaves nothing of the user's AWS settings", () => {
    const inherited = {
      AWS_PROFILE: "production",
      AWS_ACCESS_KEY_ID: "real",
      AWS_SESSION_TOKEN: "real",
      AWS_ROLE_ARN: "real",
      AWS_ENDPOINT_URL_S3: "https://s3.amazonaws.com",
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true",
      AWS_CONFIG_FILE: "~/.aws/config",
      PATH: "/bin",
    };
    const environment: NodeJS.ProcessEnv = { ...inherited, ...emulatorEnvironment(emulator, { inherited }) };
    const values = Object.values(environment).join(" ");
    for (const own of ["production", "real", "amazonaws", "~"]) expect(values).not.toContain(own);
    expect(environment).not.toMatchObject({ AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" });
    expect(environment.PATH).toBe("/bin");
  });

  test.each([
    [
      "sets a region that is given",
      { region: "eu-west-1" },
      { AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "eu-west-1" },
    ],
    ["keeps the user's region else", {}, { AWS_REGION: "us-east-1" }],
  ])("%s", (_, options, regions) => {
    const inherited = { AWS_REGION: "us-east-1" };
    expect({ ...inherited, ...emulatorEnvironment(emulator, { ...options, inherited }) }).toMatchObject(
      regions,
    );
  });

  test("goes around a proxy", () => {
    const inherited = { HTTPS_PROXY: "http://proxy:3128", NO_PROXY: "intra.example.com" };
    expect(emulatorEnvironment(emulator, { inherited })).toMatchObject({
      NO_PROXY: "intra.example.com,127.0.0.1",
      no_proxy: "intra.example.com,127.0.0.1",
    });
  });
});
