import type { Connection } from "./connection";
import type { GitHubError } from "./explain";

/** GitHub's API in one repository. Errors are those of octokit: see `explainGitHubError`. */
export type GitHub = Awaited<ReturnType<typeof connect>>;

/** How often one request is tried again. */
const RETRIES = 3;

/** The longest wait that GitHub may ask for, in seconds. A job which waits longer costs more than one started again. */
const PATIENCE = 300;

/**
 * Octokit, with its plugins for pages, for servers that fail for a moment and for rate limits. It comes as ES modules
 * only, so it is imported when it is needed.
 * @param say is told why it takes longer
 */
export async function connect({ apiUrl, token, owner, repo }: Connection, say: (sentence: string) => void) {
  const [{ Octokit }, { retry }, { throttling }, { paginateRest }] = await Promise.all([
    import("@octokit/core"),
    import("@octokit/plugin-retry"),
    import("@octokit/plugin-throttling"),
    import("@octokit/plugin-paginate-rest"),
  ]);

  const mayWait = (seconds: number, retryCount: number): boolean => {
    if (seconds > PATIENCE || retryCount >= RETRIES) return false;
    say(`GitHub asks to wait ${seconds} s.`);
    return true;
  };

  /**
   * Enterprise servers, and proxies before them, may ask to wait by `retry-after` alone. The plugin for rate limits
   * listens to the words of github.com only, and the one for failing servers to no header at all.
   */
  const waitAsAsked = ({ hook }: InstanceType<typeof Octokit>): void => {
    hook.error("request", (error) => {
      const { status, message, response, request } = error as GitHubError;
      const seconds = Number(response?.headers["retry-after"]);
      const isForThrottling =
        /\bsecondary rate\b/i.test(message) || response?.headers["x-ratelimit-remaining"] === "0";
      if ((status === 403 || status === 429) && !isForThrottling && seconds <= PATIENCE) {
        say(`GitHub asks to wait ${seconds} s.`);
        request.request = { ...request.request, retries: RETRIES, retryAfter: seconds };
      }
      throw error;
    });
  };

  const Client = Octokit.plugin(waitAsAsked, retry, throttling, paginateRest);
  const octokit = new Client({
    auth: token,
    baseUrl: apiUrl,
    userAgent: "strata",
    log: { debug: ignore, info: ignore, warn: say, error: ignore },
    retry: { retries: RETRIES, doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451] },
    throttle: {
      onRateLimit: (seconds: number, _options: object, _octokit: object, retryCount: number) =>
        mayWait(seconds, retryCount),
      onSecondaryRateLimit: (seconds: number, _options: object, _octokit: object, retryCount: number) =>
        mayWait(seconds, retryCount),
    },
  });
  return { octokit, at: { owner, repo }, apiUrl };
}

const ignore = (): void => undefined;

/**
 * The number of the user that the token belongs to. An app's token, such as the one of a workflow, may not ask for its
 * user in any other way than this.
 */
export async function viewer({ octokit }: GitHub): Promise<{ readonly id: number; readonly login: string }> {
  const { viewer } = await octokit.graphql<{ viewer: { databaseId: number; login: string } }>(
    "query { viewer { databaseId login } }",
  );
  return { id: viewer.databaseId, login: viewer.login };
}
