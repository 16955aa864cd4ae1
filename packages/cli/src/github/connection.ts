import { githubApiWrong, githubRepositoryUnknown, githubTokenMissing } from "../core";

/** Which repository is meant, where its API is, and with what right. */
export interface Connection {
  /** The base of the API, without a slash at its end. */
  readonly apiUrl: string;
  readonly token: string;
  readonly owner: string;
  readonly repo: string;
}

const PUBLIC_API = "https://api.github.com";

/**
 * The connection that the options and the variables of GitHub Actions name.
 * @param repository `OWNER/NAME`, before the one of GITHUB_REPOSITORY
 * @throws githubTokenMissing, githubRepositoryUnknown, githubApiWrong
 */
export function connectionFrom(repository: string | undefined, env: NodeJS.ProcessEnv): Connection {
  // A secret that is not there comes into a workflow as the empty text.
  const given = (text: string | undefined): string | undefined => (text === "" ? undefined : text);
  const name = repository ?? given(env.GITHUB_REPOSITORY);
  const [, owner, repo] = /^([\w-]+)\/([\w.-]+)$/.exec(name ?? "") ?? [];
  if (owner === undefined || repo === undefined) throw githubRepositoryUnknown(name);
  const apiUrl = given(env.GITHUB_API_URL) ?? PUBLIC_API;
  if (!URL.canParse(apiUrl)) throw githubApiWrong(apiUrl);
  const token = given(env.GITHUB_TOKEN) ?? given(env.GH_TOKEN);
  if (token === undefined) throw githubTokenMissing();
  return { apiUrl: apiUrl.replace(/\/+$/, ""), token, owner, repo };
}
