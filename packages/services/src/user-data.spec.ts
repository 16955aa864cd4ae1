import { execFileSync } from "node:child_process";
import { firstStart } from "@strata/core/instance";
import type { z } from "zod";
import { host, type HostSettings } from "./settings/hosts";
import { literal, quote, userData, type UserDataContext } from "./user-data";

const registry = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com";

const commands = (
  software: Partial<z.input<typeof host>> = {},
  context: Partial<UserDataContext> = {},
): string[] => {
  const settings: HostSettings = host.parse({ subnetGroup: "public", securityGroup: "web", ...software });
  return userData(settings, {
    region: "ap-northeast-2",
    registry,
    repositoryUrl: (repository) => `${registry}/${repository}`,
    hostName: (name) => (name.includes(".") ? name : `${name}.example.com`),
    behindLoadBalancer: false,
    ...context,
  });
};

/** What bash says of a script that it does not run. */
const syntaxOf = (script: string): string =>
  execFileSync("bash", ["-n"], { input: script, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"] });

/** The files which the commands write, by path: bash itself says what is in them. */
function filesOf(lines: readonly string[]): Record<string, string> {
  const writes = lines.filter((line) => line.startsWith("printf "));
  return Object.fromEntries(
    writes.map((write) => {
      const [, command = "", path = ""] = /^(.*) > (\S+)$/s.exec(write) ?? [];
      return [path, execFileSync("bash", ["-c", command], { encoding: "utf8" })];
    }),
  );
}

const nasty = [
  "",
  "plain",
  "two words",
  "it's",
  `"`,
  "$HOME",
  "`id`",
  "a\nb",
  "\\",
  "!!",
  "*",
  "; reboot",
  "-n",
];

test.each(nasty)("%j is one word of a shell, as it is", (text) => {
  expect(execFileSync("bash", ["-c", `printf %s ${quote(text)}`], { encoding: "utf8" })).toBe(text);
});

test("leaves to the shell what Terraform would take for its own", () => {
  expect(literal("echo ${HOME} %{x} $HOME 100%")).toBe("echo $${HOME} %%{x} $HOME 100%");
  expect(commands({ commands: ["echo ${HOME}"] })).toEqual(["echo $${HOME}"]);
});

test("installs packages, again until there is a way out, and starts Docker where that is one of them", () => {
  expect(commands()).toEqual([]);
  expect(commands({ packages: ["git"] })).toEqual([expect.stringContaining("dnf install -y git;")]);
  expect(commands({ packages: ["docker"] })).toContain("systemctl enable --now docker");
});

test("runs the team's own commands last", () => {
  expect(commands({ packages: ["git"], commands: ["git --version"] }).at(-1)).toBe("git --version");
});

describe("a container", () => {
  const docker = {
    app: {
      image: { repository: "app", tag: "v1" },
      ports: { "10000": 80 },
      environment: { GREETING: "it's $HOME" },
    },
  };
  const lines = commands({ docker });
  const files = filesOf(lines);

  test("is pulled with the rights of the machine, and started with what it is given", () => {
    const script = files["/usr/local/sbin/container-app"] ?? "";
    expect(syntaxOf(script)).toBe("");
    expect(script).toContain(
      `aws ecr get-login-password --region ap-northeast-2 | docker login --username AWS --password-stdin ${registry}`,
    );
    expect(script).toContain(`docker pull --quiet ${registry}/app:v1`);
    expect(script).toMatch(/--publish 10000:80 --env 'GREETING=it'\\''s \$HOME' \S+\/app:v1\n$/);
  });

  test("starts after every reboot, and again whenever it ends", () => {
    const unit = files["/etc/systemd/system/container-app.service"];
    expect(unit).toContain("Restart=always");
    expect(unit).toContain("StartLimitIntervalSec=0");
    expect(unit).toContain("WantedBy=multi-user.target");
    expect(lines).toContain("systemctl enable --now --no-block container-app.service");
  });

  test("of another registry needs no login", () => {
    const other = commands({ docker: { web: { image: { uri: "public.ecr.aws/nginx/nginx:1.29" } } } });
    expect(other.join("\n")).not.toContain("ecr get-login-password");
  });
});

describe("Nginx", () => {
  const site = (nginx: object, context: Partial<UserDataContext> = {}): string =>
    filesOf(commands({ nginx }, context))["/etc/nginx/conf.d/site.conf"] ?? "";

  test("shows its own page, or sends requests to a port of the machine", () => {
    expect(site({})).toContain("root /usr/share/nginx/html;");
    expect(site({ proxyTo: 8000 })).toContain("proxy_pass http://127.0.0.1:8000;");
    expect(site({ serverNames: ["www"] })).toContain("server_name www.example.com;");
  });

  test("believes a load balancer of ours what the protocol was, and nobody else", () => {
    expect(site({ proxyTo: 80 })).toContain("X-Forwarded-Proto $scheme;");
    expect(site({ proxyTo: 80 }, { behindLoadBalancer: true })).toContain("$http_x_forwarded_proto;");
  });
});

describe("a certificate", () => {
  const certificate = { names: ["www.example.com", "example.com"], email: "team@example.com" };
  const lines = commands({ nginx: {} }, { certificate });
  const files = filesOf(lines);

  test("is asked for when its names lead to the machine, and once", () => {
    const script = files["/usr/local/sbin/first-certificate"] ?? "";
    expect(syntaxOf(script)).toBe("");
    expect(script).toContain("[ ! -e /etc/letsencrypt/live/www.example.com ] || exit 0");
    expect(script).toContain(
      "--email team@example.com --cert-name www.example.com -d www.example.com -d example.com",
    );
    expect(files["/etc/nginx/conf.d/site.conf"]).toContain("server_name www.example.com example.com;");
  });

  test("is renewed twice a day, by cron, which Amazon Linux 2023 has not by itself", () => {
    expect(files["/etc/cron.d/certbot"]).toContain("23 3,15 * * * root certbot renew --quiet");
    expect(lines.join("\n")).toContain("certbot python3-certbot-nginx cronie");
    expect(lines).toContain("systemctl enable --now crond");
  });
});

test("all of it together is a script that bash can read, well within what EC2 takes", () => {
  const script = firstStart(
    commands(
      {
        packages: ["git"],
        docker: { app: { image: { repository: "app", tag: "v1" }, ports: { "8000": 8000 } } },
        nginx: { proxyTo: 8000 },
        commands: ["echo done"],
      },
      { certificate: { names: ["www.example.com"], email: undefined } },
    ),
  );
  expect(syntaxOf(script)).toBe("");
  expect(script.length).toBeLessThan(4096);
});
