import { pullRequestNotFound } from "../core";
import { viewer, type GitHub } from "./client";
import { isGitHubError } from "./explain";
import { isMarked, isSameText, type Marked } from "./marker";

/** A comment of Strata in a pull request. */
export interface Comment {
  readonly id: number;
  readonly body: string;
  readonly url: string;
}

/** What is to be done about the comment. */
export interface CommentDecision {
  readonly action: "create" | "update" | "keep" | "none";
  /** The comment that is updated or kept. */
  readonly comment?: Comment;
  /** More of the same, made by two jobs at the same time, to be deleted. */
  readonly surplus: readonly Comment[];
}

/** The text that a pull request shall show. */
export interface WantedComment {
  readonly body: string;
  /** Whether it is worth a comment of its own; else only an existing one gets it. */
  readonly isNews: boolean;
}

/**
 * Decides what to do about the comment.
 * @param own those with the environment's marker which the token's user wrote
 */
export function decideComment(own: readonly Comment[], { body, isNews }: WantedComment): CommentDecision {
  const [comment, ...surplus] = [...own].sort((one, other) => one.id - other.id);
  if (comment === undefined) return { action: isNews ? "create" : "none", surplus };
  return { action: isSameText(comment.body, body) ? "keep" : "update", comment, surplus };
}

/** How often the comment is looked at anew, when it changed between the look and the write. */
const ATTEMPTS = 3;

/**
 * Puts a text into a pull request: once, then in the same comment.
 * @param dryRun only looks, and returns what it would do
 * @throws pullRequestNotFound, and errors of octokit
 */
export async function putComment(
  github: GitHub,
  number: number,
  marked: Marked,
  wanted: WantedComment,
  dryRun: boolean,
): Promise<CommentDecision> {
  await checkPullRequest(github, number);
  const decide = async (): Promise<CommentDecision> =>
    decideComment(await ownComments(github, number, marked), wanted);
  for (let attempt = 1; ; attempt++) {
    const decision = await decide();
    if (dryRun) return decision;
    try {
      const comment = await carryOut(github, number, decision, wanted.body);
      if (decision.action !== "create") return { ...decision, ...(comment && { comment }) };
      // Another job may have created one at the same moment: then the older of the two stays.
      const after = await decide();
      const kept = await carryOut(github, number, after, wanted.body);
      return { action: "create", surplus: after.surplus, ...(kept && { comment: kept }) };
    } catch (error) {
      if (attempt === ATTEMPTS || !hasMoved(error)) throw error;
    }
  }
}

async function carryOut(
  github: GitHub,
  number: number,
  { action, comment, surplus }: CommentDecision,
  body: string,
): Promise<Comment | undefined> {
  const { octokit, at } = github;
  for (const { id } of surplus) await deleteComment(github, id);
  if (action === "create") {
    const { data } = await octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
      ...at,
      issue_number: number,
      body,
    });
    return asComment(data);
  }
  if (action === "update" && comment !== undefined) {
    const { data } = await octokit.request("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", {
      ...at,
      comment_id: comment.id,
      body,
    });
    return asComment(data);
  }
  return comment;
}

async function deleteComment({ octokit, at }: GitHub, id: number): Promise<void> {
  try {
    await octokit.request("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", {
      ...at,
      comment_id: id,
    });
  } catch (error) {
    // The other job was faster.
    if (!isGitHubError(error) || error.status !== 404) throw error;
  }
}

/** Whether a comment was deleted or edited by somebody else since it was looked at. */
const hasMoved = (error: unknown): boolean =>
  isGitHubError(error) && error.request.method === "PATCH" && [404, 409, 422].includes(error.status ?? 0);

/** GitHub takes comments for issues too, which have numbers of the same row. */
async function checkPullRequest({ octokit, at }: GitHub, number: number): Promise<void> {
  try {
    await octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", { ...at, pull_number: number });
  } catch (error) {
    if (!isGitHubError(error) || error.status !== 404) throw error;
    // This fails in the same way where it is the repository that can't be seen.
    await octokit.request("GET /repos/{owner}/{repo}", at);
    throw pullRequestNotFound(`${at.owner}/${at.repo}`, number);
  }
}

async function ownComments(github: GitHub, number: number, marked: Marked): Promise<Comment[]> {
  const { octokit, at } = github;
  const all = await octokit.paginate("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
    ...at,
    issue_number: number,
    per_page: 100,
  });
  const candidates = all.filter(({ body }) => isMarked(body, marked));
  if (candidates.length === 0) return [];
  const { id: self } = await viewer(github);
  return candidates.filter(({ user }) => Number(user?.id) === self).map(asComment);
}

/** Octokit reads large numbers as bigint; those of comments are far from that. */
const asComment = (comment: { id: number | bigint; body?: string; html_url: string }): Comment => ({
  id: Number(comment.id),
  body: comment.body ?? "",
  url: comment.html_url,
});
