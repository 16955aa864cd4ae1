import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FakeGitHub, STRANGER } from "../testing/github";
import { writePlan } from "../testing/plans";
import { outcomeOf, type Outcome } from "../testing/workspace";

jest.setTimeout(120_000);

const MARKER = "<!-- strata:plan dev -->";

/** A pull request, the plans to show in it, and `strata comment` to do so. */
class Story {
  private constructor(
    readonly github: FakeGitHub,
    readonly folder: string,
  ) {}

  /** Tells a story to its end, however it ends. */
  static async tell(tale: (story: Story) => Promise<void>, basePath?: string): Promise<void> {
    const github = await FakeGitHub.start(basePath);
    const folder = mkdtempSync(join(tmpdir(), "strata-comment-"));
    const story = new Story(github, folder);
    try {
      writePlan(story.plans, { creates: ["first"] });
      await tale(story);
    } finally {
      github.stop();
      rmSync(folder, { recursive: true });
    }
  }

  get plans(): string {
    return join(this.folder, "plans");
  }

  get summary(): string {
    return join(this.folder, "summary.md");
  }

  /** Texts of all comments of Strata's user. */
  get own(): string[] {
    return this.github.comments.filter(({ user }) => user !== STRANGER).map(({ body }) => body);
  }

  comment(args: readonly string[] = ["--pr", "7"], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    const inherited = Object.entries(process.env).filter(([name]) => !/^(GITHUB|GH|STRATA)_/.test(name));
    return outcomeOf(
      spawn(process.execPath, [join(__dirname, "../main.js"), "comment", ...args, this.plans], {
        cwd: this.folder,
        env: { ...Object.fromEntries(inherited), ...this.github.environment, ...env },
      }),
    );
  }
}

/** What a test expects of a story's end. */
interface Expectation {
  readonly exitCode?: number;
  readonly stderr?: RegExp;
  /** Methods and last parts of the requests that write. */
  readonly writes: readonly string[];
}

const CREATE = "POST 7/comments";
const ofComment = (method: string, id: number): string => `${method} comments/${id}`;

const lastParts = (request: string): string => {
  const [method = "", path = ""] = request.split(" ");
  return `${method} ${path.split("/").slice(-2).join("/")}`;
};

type Case = readonly [title: string, before: (story: Story) => void, expected: Expectation];

const slowDown = (status: number, message: string, headers: Record<string, string>) => (story: Story) => {
  story.github.trouble({ on: /^POST .*comments$/, status, headers, body: { message } });
};

const inOneSecond = (): string => String(Math.floor(Date.now() / 1000));

const CASES: readonly Case[] = [
  ["a first comment", () => undefined, { writes: [CREATE], stderr: /The comment is made\./ }],
  [
    "one that is found behind three pages of others",
    ({ github }) => {
      for (let i = 0; i < 250; i++) github.addComment(7, `remark ${i}`, STRANGER);
      github.addComment(7, `${MARKER}\nold`);
    },
    { writes: [ofComment("PATCH", 251)], stderr: /The comment is updated\./ },
  ],
  [
    "a stranger who pastes the marker",
    ({ github }) => void github.addComment(7, `${MARKER}\nAll is well.`, STRANGER),
    { writes: [CREATE] },
  ],
  [
    "another environment's comment, and another pull request's",
    ({ github }) => {
      github.addComment(7, "<!-- strata:plan prod -->\nprod");
      github.addComment(9, `${MARKER}\nelsewhere`);
    },
    { writes: [CREATE] },
  ],
  [
    "two comments, left by two jobs",
    ({ github }) => {
      github.addComment(7, `${MARKER}\none`);
      github.addComment(7, `${MARKER}\ntwo`);
    },
    { writes: [ofComment("DELETE", 2), ofComment("PATCH", 1)], stderr: /1 more, deleted/ },
  ],
  [
    "another job which makes the comment at the same time",
    ({ github }) => {
      github.meanwhile = (request) => {
        if (request.startsWith("POST") && request.endsWith("comments")) {
          github.addComment(7, `${MARKER}\nof the other job`);
        }
      };
    },
    { writes: [CREATE, ofComment("DELETE", 2), ofComment("PATCH", 1)] },
  ],
  [
    "somebody who deletes the comment before it is updated",
    ({ github }) => {
      github.addComment(7, `${MARKER}\nold`);
      github.meanwhile = (request) => {
        if (request.startsWith("PATCH")) github.removeComment(1);
      };
    },
    { writes: [ofComment("PATCH", 1), CREATE] },
  ],
  ...[409, 422].map(
    (status): Case => [
      `an edit conflict (${status})`,
      ({ github }) => {
        github.addComment(7, `${MARKER}\nold`);
        github.trouble({ on: /^PATCH/, status, body: { message: "Conflict" } });
      },
      { writes: [ofComment("PATCH", 1), ofComment("PATCH", 1)] },
    ],
  ),
  [
    "an edit that is refused again and again",
    ({ github }) => {
      github.addComment(7, `${MARKER}\nold`);
      github.trouble({ on: /^PATCH/, times: 9, status: 422, body: { message: "Validation Failed" } });
    },
    {
      exitCode: 1,
      writes: Array<string>(3).fill(ofComment("PATCH", 1)),
      stderr: /PATCH .*comments\/1 \(422\): Validation Failed/,
    },
  ],
  [
    "a server that fails twice",
    ({ github }) => {
      github.trouble({ on: /^GET .*comments$/, times: 2, status: 502, body: { message: "Bad Gateway" } });
    },
    { writes: [CREATE] },
  ],
  [
    "403 with retry-after",
    slowDown(403, "Slow down", { "retry-after": "1" }),
    { writes: [CREATE, CREATE], stderr: /GitHub asks to wait 1 s\./ },
  ],
  ["429", slowDown(429, "Too Many Requests", { "retry-after": "1" }), { writes: [CREATE, CREATE] }],
  [
    "the secondary rate limit",
    slowDown(403, "You have exceeded a secondary rate limit.", { "retry-after": "1" }),
    { writes: [CREATE, CREATE], stderr: /GitHub asks to wait 1 s\./ },
  ],
  [
    "the rate limit of an hour, at its end",
    slowDown(403, "API rate limit exceeded", {
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": inOneSecond(),
    }),
    { writes: [CREATE, CREATE] },
  ],
  [
    "a rate limit that lasts too long to wait for",
    slowDown(403, "API rate limit exceeded", {
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": "2147483000",
    }),
    { exitCode: 1, writes: [CREATE], stderr: /GitHub asks to wait until 2038-01-19T03:03:20\.000Z/ },
  ],
  [
    "a token without the right to write",
    ({ github }) => void (github.mayWrite = false),
    {
      exitCode: 3,
      writes: [CREATE],
      stderr: /not accessible by integration.*\(issues=write; pull_requests=write\)/,
    },
  ],
];

test.concurrent.each(CASES)("%s", async (_, before, { exitCode = 0, writes, stderr = /(?:)/ }) => {
  await Story.tell(async (story) => {
    before(story);
    const outcome = await story.comment();
    expect(outcome.stderr).toMatch(stderr);
    expect(outcome.exitCode).toBe(exitCode);
    expect(story.github.writes.map(lastParts)).toEqual(writes);
    if (exitCode === 0) {
      const ours = story.own.filter(
        (body) => body.startsWith(MARKER) && body.includes("aws_s3_bucket.first"),
      );
      expect(ours).toHaveLength(1);
    }
  });
});

const REFUSALS: readonly (readonly [
  title: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  exitCode: number,
  sentence: RegExp,
])[] = [
  ["no number", [], {}, 3, /Name its number: --pr 7/],
  ["a number that is none", ["--pr", "#7"], {}, 3, /"#7" is no number/],
  ["no token", ["--pr", "7"], { GITHUB_TOKEN: "" }, 3, /no token.*GITHUB_TOKEN or GH_TOKEN/],
  [
    "a wrong token",
    ["--pr", "7"],
    { GITHUB_TOKEN: "another" },
    3,
    /does not know the token: Bad credentials/,
  ],
  ["a wrong repository", ["--pr", "7", "--repo", "acme/platfrom"], {}, 3, /no repository acme\/platfrom at/],
  ["no repository", ["--pr", "7"], { GITHUB_REPOSITORY: "" }, 3, /--repo OWNER\/NAME/],
  ["no such pull request", ["--pr", "70"], {}, 3, /acme\/platform has no pull request 70/],
  ["a locked conversation", ["--pr", "8"], {}, 3, /POST .*8\/comments, because the conversation is locked/],
  [
    "no server",
    ["--pr", "7"],
    { GITHUB_API_URL: "http://127.0.0.1:1" },
    1,
    /does not answer at http:\/\/127/,
  ],
];

test.concurrent.each(REFUSALS)("%s is refused", async (_, args, env, exitCode, sentence) => {
  await Story.tell(async (story) => {
    const outcome = await story.comment(args, env);
    expect(outcome.stderr).toMatch(sentence);
    expect(outcome.stderr).not.toMatch(/\n {4}at /);
    expect(outcome).toMatchObject({ exitCode, stdout: "" });
    expect(story.own).toEqual([]);
  });
});

test.concurrent("the same text is not sent again, and another one is", async () => {
  await Story.tell(async (story) => {
    await story.comment();
    const [first = ""] = story.own;
    expect((await story.comment()).stderr).toMatch(/says so already/);
    expect(story.github.writes).toEqual(["POST /api/v3/repos/acme/platform/issues/7/comments"]);

    writePlan(story.plans, { creates: ["second"] });
    await story.comment();
    expect(story.own).toEqual([expect.stringContaining("aws_s3_bucket.second")]);
    expect(story.own).not.toEqual([first]);
  }, "/api/v3");
});

test.concurrent("without a change there is no comment, but one that is there says so", async () => {
  await Story.tell(async (story) => {
    writePlan(story.plans, {});
    const { stderr, stdout } = await story.comment();
    expect(stderr).toMatch(/Nothing changes, so no comment is made/);
    expect(stdout).toBe("");
    expect(story.own).toEqual([]);

    writePlan(story.plans, { creates: ["first"] });
    await story.comment();
    writePlan(story.plans, {});
    await story.comment();
    expect(story.own).toEqual([expect.not.stringContaining("aws_s3_bucket")]);
  });
});

test.concurrent("several environments have a comment each", async () => {
  await Story.tell(async (story) => {
    await story.comment();
    writePlan(story.plans, { creates: ["first"], environment: "prod" });
    await story.comment();
    expect(story.own.map((body) => body.split("\n")[0])).toEqual([MARKER, "<!-- strata:plan prod -->"]);
  });
});

test.concurrent("a dry run sends nothing and shows the text", async () => {
  await Story.tell(async (story) => {
    const { stdout, stderr } = await story.comment(["--pr", "7", "--dry-run"], {
      GITHUB_STEP_SUMMARY: story.summary,
    });
    expect(stderr).toMatch(/It would make a comment/);
    expect(stdout).toContain(`${MARKER}\n`);
    expect(stdout).toContain("aws_s3_bucket.first");
    expect(story.github.writes).toEqual([]);
    expect(existsSync(story.summary)).toBe(false);
  });
});

test.concurrent("the summary of the job has it too, and --json tells where it is", async () => {
  await Story.tell(async (story) => {
    const { stdout } = await story.comment(["--pr", "7", "--json"], { GITHUB_STEP_SUMMARY: story.summary });
    expect(JSON.parse(stdout)).toEqual({
      environment: "dev",
      repository: "acme/platform",
      pullRequest: 7,
      action: "create",
      dryRun: false,
      url: "https://github.test/acme/platform/pull/7#issuecomment-1",
      merged: 0,
    });
    expect(readFileSync(story.summary, "utf8")).toContain("aws_s3_bucket.first");
  });
});

test("a layer which has left no plan is named", () =>
  Story.tell(async (story) => {
    const { exitCode } = await story.comment(["--pr", "7", "--layers", "network,registry"]);
    expect(exitCode).toBe(0);
    expect(story.own).toEqual([expect.stringMatching(/registry[^]*has left no plan/)]);
  }));

test("when nothing is affected any more, the comment says so", () =>
  Story.tell(async (story) => {
    story.github.addComment(7, `${MARKER}\nold`);
    rmSync(story.plans, { recursive: true });
    const { exitCode } = await story.comment(["--pr", "7", "--env", "dev", "--layers", ""]);
    expect(exitCode).toBe(0);
    expect(story.own).toEqual([expect.stringContaining("Nothing changes.")]);
  }));
