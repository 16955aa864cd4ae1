import { connectionFrom } from "./connection";

const actions = { GITHUB_TOKEN: "t", GITHUB_REPOSITORY: "acme/platform" };
const platform = { apiUrl: "https://api.github.com", token: "t", owner: "acme", repo: "platform" };

test.each<[string, string | undefined, NodeJS.ProcessEnv, object]>([
  ["in a workflow", undefined, actions, platform],
  ["by name", "me/fork", actions, { ...platform, owner: "me", repo: "fork" }],
  ["a person's token", undefined, { ...actions, GITHUB_TOKEN: "", GH_TOKEN: "mine" }, { token: "mine" }],
  [
    "an Enterprise server",
    undefined,
    { ...actions, GITHUB_API_URL: "https://git.acme.test/api/v3/" },
    { apiUrl: "https://git.acme.test/api/v3" },
  ],
])("%s", (_, repository, env, expected) => {
  expect(connectionFrom(repository, env)).toMatchObject(expected);
});

test.each<[string, string | undefined, NodeJS.ProcessEnv, string]>([
  ["no token", undefined, { ...actions, GITHUB_TOKEN: "" }, "github-token-missing"],
  ["no repository", undefined, { GITHUB_TOKEN: "t" }, "github-repository-unknown"],
  ["an address in place of a name", "https://github.com/acme/platform", actions, "github-repository-unknown"],
  ["no URL", undefined, { ...actions, GITHUB_API_URL: "git.acme.test" }, "github-api-wrong"],
])("%s is refused", (_, repository, env, code) => {
  expect(() => connectionFrom(repository, env)).toThrow(
    expect.objectContaining({ code, exitCode: 3 }) as Error,
  );
});
