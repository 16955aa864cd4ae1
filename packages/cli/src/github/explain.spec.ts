import { explainGitHubError } from "./explain";

const connection = { apiUrl: "https://api.github.com", owner: "acme", repo: "platform" };

function failure(status: number, message: string, headers?: Record<string, string>): Error {
  return Object.assign(new Error(`${message} - https://docs.github.com/rest`), {
    status,
    request: { method: "POST", url: "https://api.github.com/repos/acme/platform/issues/7/comments" },
    ...(headers && { response: { headers } }),
  });
}

test.each<[string, Error, string, RegExp]>([
  ["a wrong token", failure(401, "Bad credentials", {}), "github-token-refused", /Bad credentials/],
  [
    "no right",
    failure(403, "Resource not accessible by integration", {
      "x-accepted-github-permissions": "issues=write",
    }),
    "github-not-allowed",
    /POST \/repos\/acme\/platform\/issues\/7\/comments: Resource not.*\(issues=write\)/,
  ],
  [
    "a locked one",
    failure(403, "Unable to create comment because issue is locked.", {}),
    "conversation-locked",
    /Unlock it/,
  ],
  ["nothing there", failure(404, "Not Found", {}), "github-repository-not-found", /acme\/platform.*--repo/],
  [
    "no issues",
    failure(410, "Issues has been disabled in this repository.", {}),
    "issues-disabled",
    /acme\/platform/,
  ],
  [
    "too many requests in an hour",
    failure(403, "API rate limit exceeded", {
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": "1800000000",
    }),
    "github-rate-limited",
    /until 2027-01-15T08:00:00\.000Z/,
  ],
  [
    "too many at once",
    failure(429, "Slow down", { "retry-after": "900" }),
    "github-rate-limited",
    /wait 900 s/,
  ],
  ["too many, and no more said", failure(429, "Slow down", {}), "github-rate-limited", /some minutes/],
  [
    "a broken server",
    failure(502, "Bad Gateway", {}),
    "github-failed",
    /\(502\): Bad Gateway\. Run it again/,
  ],
  [
    "no server",
    failure(500, "connect ECONNREFUSED 127.0.0.1:1"),
    "github-silent",
    /https:\/\/api\.github\.com: connect ECONN/,
  ],
])("%s", (_, error, code, sentence) => {
  const explained = explainGitHubError(error, connection);
  expect(explained).toMatchObject({ code, message: expect.stringMatching(sentence) as string });
  expect(String(explained)).not.toContain("docs.github.com");
});

test("a defect stays one", () => {
  const defect = new TypeError("x is not a function");
  expect(explainGitHubError(defect, connection)).toBe(defect);
});
