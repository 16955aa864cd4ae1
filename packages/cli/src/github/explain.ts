import {
  conversationLocked,
  githubFailed,
  githubNotAllowed,
  githubRateLimited,
  githubRepositoryNotFound,
  githubSilent,
  githubTokenRefused,
  issuesDisabled,
} from "../core";
import type { Connection } from "./connection";

/** What octokit throws, as far as it tells what happened. */
export interface GitHubError extends Error {
  readonly status?: number;
  readonly request: {
    readonly method: string;
    readonly url: string;
    request?: object;
  };
  /** Not there when nothing answered. */
  readonly response?: { readonly headers: Readonly<Record<string, string | undefined>> };
}

export const isGitHubError = (error: unknown): error is GitHubError =>
  error instanceof Error && "request" in error;

/** What an error of GitHub's API means to a person. Anything else stays what it is. */
export function explainGitHubError(
  error: unknown,
  { apiUrl, owner, repo }: Pick<Connection, "apiUrl" | "owner" | "repo">,
): unknown {
  if (!isGitHubError(error)) return error;
  const { status, response } = error;
  const request = describe(error);
  const reason = firstSentence(error.message);
  if (status !== undefined && response === undefined) return githubSilent(apiUrl, reason);
  const wait = rateLimit(error);
  if (wait !== undefined) return githubRateLimited(wait, reason);
  switch (status) {
    case 401:
      return githubTokenRefused(apiUrl, reason);
    case 403:
      return /\blocked\b/i.test(reason)
        ? conversationLocked(request)
        : githubNotAllowed(request, reason, response?.headers["x-accepted-github-permissions"]);
    case 404:
      return githubRepositoryNotFound(`${owner}/${repo}`, apiUrl);
    case 410:
      return issuesDisabled(`${owner}/${repo}`);
    default:
      return githubFailed(request, status, reason);
  }
}

/** How long GitHub asks to wait; undefined where it doesn't. */
function rateLimit({ status, message, response }: GitHubError): string | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const {
    "retry-after": seconds,
    "x-ratelimit-remaining": left,
    "x-ratelimit-reset": reset,
  } = response?.headers ?? {};
  if (seconds !== undefined) return `${seconds} s`;
  if (left === "0" && reset !== undefined) return `until ${new Date(Number(reset) * 1000).toISOString()}`;
  return left === "0" || status === 429 || /\brate limit\b/i.test(message) ? "some minutes" : undefined;
}

const describe = ({ request }: GitHubError): string =>
  `${request.method} ${URL.canParse(request.url) ? new URL(request.url).pathname : request.url}`;

/** Octokit adds the address of a page of the documentation. */
const firstSentence = (text: string): string => text.replace(/ - https:\/\/\S*$/, "").replace(/\.\s*$/, "");
