import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A user as comments and issues name it. */
interface User {
  readonly id: number;
  readonly login: string;
}

export interface FakeComment {
  readonly id: number;
  /** Of the issue or pull request. */
  readonly number: number;
  readonly user: User;
  body: string;
}

export interface FakeIssue {
  readonly number: number;
  readonly user: User;
  title: string;
  body: string;
  state: "open" | "closed";
  labels: string[];
  /** Not there for a plain issue. */
  readonly pull_request?: object;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** An answer in place of the true one. */
interface Trouble extends Answer {
  /** Method and path, such as `PATCH /repos/acme/platform/issues/comments/1`. */
  readonly on: RegExp;
  /** How often; once by default. */
  times?: number;
}

type Handler = (match: readonly string[], input: Record<string, unknown>) => Answer;

const LONGEST_BODY = 65_536;
const LARGEST_PAGE = 100;

/** The user of the token, as GitHub names the one of a workflow. */
export const SELF: User = { id: 41898282, login: "github-actions[bot]" };
export const STRANGER: User = { id: 7, login: "mallory" };
export const TOKEN = "a-token";

/** A GitHub with one repository, `acme/platform`, of which pull request 7 is open and 8 is locked. */
export class FakeGitHub {
  readonly comments: FakeComment[] = [];
  readonly issues: FakeIssue[] = [];
  readonly pullRequests = new Set([7, 8]);
  readonly locked = new Set([8]);
  /** Every request, as method and path. */
  readonly requests: string[] = [];
  /** Whether the token may write. */
  mayWrite = true;
  hasIssues = true;
  /** Is called before a request is answered: what others do at the same time. */
  meanwhile: (request: string) => void = () => undefined;
  private readonly troubles: Trouble[] = [];
  private nextId = 1;

  private constructor(
    private readonly server: Server,
    /** What Enterprise servers have before the paths of the API: `/api/v3`. */
    private readonly basePath: string,
  ) {}

  static async start(basePath = ""): Promise<FakeGitHub> {
    const server = createServer();
    const github = new FakeGitHub(server, basePath);
    server.on("request", (request, response) => {
      void readAll(request).then((text) => {
        const { status, headers, body } = github.answer(request, text);
        response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
        response.end(body === undefined ? undefined : JSON.stringify(body));
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return github;
  }

  /** What GITHUB_API_URL says. */
  get apiUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${this.basePath}`;
  }

  /** The variables of a workflow's job. */
  get environment(): Record<string, string> {
    return { GITHUB_API_URL: this.apiUrl, GITHUB_REPOSITORY: "acme/platform", GITHUB_TOKEN: TOKEN };
  }

  /** The requests which change something. */
  get writes(): string[] {
    return this.requests.filter((request) => !/^GET |\/graphql$/.test(request));
  }

  /** Answers in this way in place of the true one, so many times. */
  trouble(trouble: Trouble): void {
    this.troubles.push(trouble);
  }

  addComment(number: number, body: string, user = SELF): FakeComment {
    const comment = { id: this.nextId++, number, body, user };
    this.comments.push(comment);
    return comment;
  }

  addIssue(issue: Pick<FakeIssue, "title" | "body"> & Partial<FakeIssue>): FakeIssue {
    const added: FakeIssue = {
      number: 100 + this.issues.length,
      user: SELF,
      state: "open",
      labels: [],
      ...issue,
    };
    this.issues.push(added);
    return added;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer({ method = "", url = "", headers }: IncomingMessage, text: string): Answer {
    const { pathname, searchParams } = new URL(url, "http://x");
    const request = `${method} ${pathname}`;
    this.requests.push(request);
    this.meanwhile(request);
    const trouble = this.troubles.find(({ on, times = 1 }) => times > 0 && on.test(request));
    if (trouble !== undefined) {
      trouble.times = (trouble.times ?? 1) - 1;
      return trouble;
    }
    if (!new RegExp(`^(token|bearer) ${TOKEN}$`, "i").test(headers.authorization ?? "")) {
      return failure(401, "Bad credentials");
    }
    // GraphQL is beside the API of an Enterprise server, not under it.
    if (request === `POST ${this.basePath.replace(/\/v3$/, "")}/graphql`) {
      return { status: 200, body: { data: { viewer: { databaseId: SELF.id, login: SELF.login } } } };
    }
    const path = pathname.startsWith(this.basePath) ? pathname.slice(this.basePath.length) : "";
    const isWrite = method !== "GET";
    for (const [route, handler] of this.routes) {
      const match = route.exec(`${method} ${path}`);
      if (match === null) continue;
      if (isWrite && !this.mayWrite) {
        return failure(403, "Resource not accessible by integration", {
          "x-accepted-github-permissions": "issues=write; pull_requests=write",
        });
      }
      const query = Object.fromEntries(searchParams);
      const input = text === "" ? query : (JSON.parse(text) as Record<string, unknown>);
      const result = handler(match.slice(1), input);
      return Array.isArray(result.body)
        ? this.page(result.body as unknown[], pathname, searchParams)
        : result;
    }
    return failure(404, "Not Found");
  }

  private readonly routes: readonly (readonly [RegExp, Handler])[] = [
    [/^GET \/repos\/acme\/platform$/, () => ({ status: 200, body: { full_name: "acme/platform" } })],
    [
      /^GET \/repos\/acme\/platform\/pulls\/(\d+)$/,
      ([number]) =>
        this.pullRequests.has(Number(number))
          ? { status: 200, body: { number: Number(number), locked: this.locked.has(Number(number)) } }
          : failure(404, "Not Found"),
    ],
    [
      /^GET \/repos\/acme\/platform\/issues\/(\d+)\/comments$/,
      ([number]) => ({
        status: 200,
        body: this.comments
          .filter((comment) => comment.number === Number(number))
          .map((comment) => this.showComment(comment)),
      }),
    ],
    [
      /^POST \/repos\/acme\/platform\/issues\/(\d+)\/comments$/,
      ([number], { body }) => {
        if (this.locked.has(Number(number))) {
          return failure(403, "Unable to create comment because issue is locked.");
        }
        if (isTooLong(body)) return TOO_LONG;
        return { status: 201, body: this.showComment(this.addComment(Number(number), String(body))) };
      },
    ],
    [
      /^PATCH \/repos\/acme\/platform\/issues\/comments\/(\d+)$/,
      ([id], { body }) => {
        const comment = this.comments.find((one) => one.id === Number(id));
        if (comment === undefined) return failure(404, "Not Found");
        if (isTooLong(body)) return TOO_LONG;
        comment.body = String(body);
        return { status: 200, body: this.showComment(comment) };
      },
    ],
    [
      /^DELETE \/repos\/acme\/platform\/issues\/comments\/(\d+)$/,
      ([id]) => (this.removeComment(Number(id)) ? { status: 204 } : failure(404, "Not Found")),
    ],
    [
      /^GET \/repos\/acme\/platform\/issues$/,
      (_, { state = "open", creator, labels }) => ({
        status: 200,
        body: this.issues
          .filter((issue) => state === "all" || issue.state === state)
          .filter(({ user }) => creator === undefined || user.login === creator)
          .filter((issue) => typeof labels !== "string" || issue.labels.includes(labels))
          .map((issue) => this.showIssue(issue))
          .reverse(),
      }),
    ],
    [
      /^POST \/repos\/acme\/platform\/issues$/,
      (_, { title, body, labels = [] }) => {
        if (!this.hasIssues) return failure(410, "Issues has been disabled in this repository.");
        if (isTooLong(body)) return TOO_LONG;
        const issue = { title: String(title), body: String(body), labels: labels as string[] };
        return { status: 201, body: this.showIssue(this.addIssue(issue)) };
      },
    ],
    [
      /^PATCH \/repos\/acme\/platform\/issues\/(\d+)$/,
      ([number], input) => {
        const issue = this.issues.find((one) => one.number === Number(number));
        if (issue === undefined) return failure(404, "Not Found");
        if (isTooLong(input.body)) return TOO_LONG;
        Object.assign(issue, input);
        return { status: 200, body: this.showIssue(issue) };
      },
    ],
  ];

  /** Deletes a comment; whether it was there. */
  removeComment(id: number): boolean {
    const index = this.comments.findIndex((comment) => comment.id === id);
    if (index >= 0) this.comments.splice(index, 1);
    return index >= 0;
  }

  /** One page of a list, with the addresses of others in the header `Link`. */
  private page(all: readonly unknown[], pathname: string, query: URLSearchParams): Answer {
    const size = Math.min(Number(query.get("per_page") ?? 30), LARGEST_PAGE);
    const page = Number(query.get("page") ?? 1);
    const pages = Math.max(1, Math.ceil(all.length / size));
    const link = (number: number, rel: string): string => {
      const url = new URL(pathname, this.apiUrl);
      url.search = new URLSearchParams({ ...Object.fromEntries(query), page: String(number) }).toString();
      return `<${url.href}>; rel="${rel}"`;
    };
    return {
      status: 200,
      body: all.slice((page - 1) * size, page * size),
      ...(page < pages && { headers: { link: [link(page + 1, "next"), link(pages, "last")].join(", ") } }),
    };
  }

  private readonly showComment = ({ number, ...comment }: FakeComment): object => ({
    ...comment,
    html_url: `https://github.test/acme/platform/pull/${number}#issuecomment-${comment.id}`,
  });

  private readonly showIssue = ({ labels, ...issue }: FakeIssue): object => ({
    ...issue,
    labels: labels.map((name) => ({ name })),
    html_url: `https://github.test/acme/platform/issues/${issue.number}`,
  });
}

const isTooLong = (body: unknown): boolean => typeof body === "string" && body.length > LONGEST_BODY;

const failure = (status: number, message: string, headers?: Answer["headers"]): Answer => ({
  status,
  body: { message, documentation_url: "https://docs.github.com/rest", status: String(status) },
  ...(headers && { headers }),
});

const TOO_LONG: Answer = {
  status: 422,
  body: {
    message: "Validation Failed",
    errors: [{ resource: "IssueComment", code: "unprocessable", field: "data", message: "Body is too long" }],
  },
};

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
