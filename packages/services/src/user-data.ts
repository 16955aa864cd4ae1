/** The shell commands that make of a fresh Amazon Linux 2023 what the settings say. Pure: text in, text out. */
import type { ContainerOnHost, Software } from "./settings/hosts";

/** The bytes of user data that EC2 takes, before they are encoded (Amazon EC2 User Guide, "User data"). */
export const USER_DATA_LIMIT = 16_384;

export interface UserDataContext {
  readonly region: string;
  /** The address of the account's own registry, such as 123456789012.dkr.ecr.ap-northeast-2.amazonaws.com. */
  readonly registry: string;
  /** The URL of a repository of the registry layer. */
  readonly repositoryUrl: (repository: string) => string;
  /** The whole of a name that the settings give within the environment's domain. */
  readonly hostName: (name: string) => string;
  /** Whether a load balancer of ours stands before it, whose word on the protocol counts. */
  readonly behindLoadBalancer: boolean;
  /** The certificate which it gets for itself. */
  readonly certificate?: { readonly names: readonly string[]; readonly email: string | undefined };
}

/** The commands of a machine's first start: packages, Docker, containers, Nginx, a certificate, the team's own. */
export function userData(software: Software, context: UserDataContext): string[] {
  const { docker, nginx, commands } = software;
  const { certificate } = context;
  const packages = new Set([
    ...software.packages,
    ...(Object.keys(docker).length > 0 ? ["docker"] : []),
    ...(nginx === undefined ? [] : ["nginx"]),
    // All of them are in Amazon Linux itself, certbot since 2023.3.20231211; cron is no longer there by default.
    ...(certificate === undefined ? [] : ["certbot", "python3-certbot-nginx", "cronie"]),
  ]);
  return [
    ...install([...packages]),
    ...(packages.has("docker") ? ["systemctl enable --now docker", "usermod -aG docker ec2-user"] : []),
    ...Object.entries(docker).flatMap(([name, container]) => runContainer(name, container, context)),
    ...(nginx === undefined ? [] : serve(nginx, context)),
    ...(certificate === undefined ? [] : certify(certificate)),
    ...commands.map(literal),
  ];
}

/** A text as one word of a shell, whatever is in it. */
export const quote = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** A text of the settings which Terraform is to leave as it is: `${` and `%{` would begin its templates. */
export const literal = (text: string): string =>
  text.replaceAll(/[$%]\{/g, (begin) => `${begin.charAt(0)}${begin}`);

const writeFile = (path: string, mode: string, lines: readonly string[]): string[] => [
  `printf '%s\\n' ${lines.map(quote).join(" \\\n  ")} > ${path}`,
  `chmod ${mode} ${path}`,
];

/** The way out may come later than the machine (a NAT gateway, an Elastic IP): five minutes are given to it. */
function install(packages: readonly string[]): string[] {
  if (packages.length === 0) return [];
  const command = `dnf install -y ${packages.map(quote).join(" ")}`;
  return [`for attempt in {1..30}; do if ${command}; then break; fi; [ "$attempt" -lt 30 ]; sleep 10; done`];
}

/** A container as a service of systemd: started after every reboot, and again when it ends. */
function runContainer(name: string, container: ContainerOnHost, context: UserDataContext): string[] {
  const { image, ports, environment } = container;
  const uri = quote("uri" in image ? image.uri : `${context.repositoryUrl(image.repository)}:${image.tag}`);
  const login =
    `aws ecr get-login-password --region ${context.region}` +
    ` | docker login --username AWS --password-stdin ${context.registry}`;
  const options = [
    `--name ${name}`,
    "--log-opt max-size=10m --log-opt max-file=3",
    ...Object.entries(ports).map(([host, inside]) => `--publish ${host}:${inside}`),
    ...Object.entries(environment).map(([key, value]) => `--env ${quote(`${key}=${literal(value)}`)}`),
  ];
  const script = `/usr/local/sbin/container-${name}`;
  const unit = `container-${name}.service`;
  return [
    ...writeFile(script, "700", [
      "#!/bin/bash",
      "set -euo pipefail",
      "# The image of the last start will do when the registry can't be reached.",
      `{ ${"uri" in image ? "" : `${login} && `}docker pull --quiet ${uri}; } || docker image inspect ${uri} > /dev/null`,
      `docker rm --force ${name} > /dev/null 2>&1 || true`,
      `exec docker run --rm ${options.join(" ")} ${uri}`,
    ]),
    ...writeFile(`/etc/systemd/system/${unit}`, "644", [
      "[Unit]",
      `Description=Container ${name}`,
      "Requires=docker.service",
      "After=docker.service network-online.target",
      "Wants=network-online.target",
      "# Never gives up: an image may be pushed, and the network come, hours later.",
      "StartLimitIntervalSec=0",
      "[Service]",
      `ExecStart=${script}`,
      `ExecStop=/usr/bin/docker stop ${name}`,
      "Restart=always",
      "RestartSec=15",
      "[Install]",
      "WantedBy=multi-user.target",
    ]),
    "systemctl daemon-reload",
    `systemctl enable --now --no-block ${unit}`,
  ];
}

/** Nginx on port 80, for a port of the machine itself or with its own page. */
function serve(nginx: NonNullable<Software["nginx"]>, context: UserDataContext): string[] {
  const own = nginx.serverNames.map(context.hostName);
  const names = [...new Set([...own, ...(context.certificate?.names ?? [])])];
  const protocol = context.behindLoadBalancer ? "$http_x_forwarded_proto" : "$scheme";
  const location =
    nginx.proxyTo === undefined
      ? ["    root /usr/share/nginx/html;"]
      : [
          "    location / {",
          `        proxy_pass http://127.0.0.1:${nginx.proxyTo};`,
          "        proxy_http_version 1.1;",
          "        proxy_set_header Host $host;",
          "        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
          `        proxy_set_header X-Forwarded-Proto ${protocol};`,
          "    }",
        ];
  return [
    ...writeFile("/etc/nginx/conf.d/site.conf", "644", [
      "server {",
      "    listen 80 default_server;",
      "    listen [::]:80 default_server;",
      ...(names.length === 0 ? [] : [`    server_name ${names.join(" ")};`]),
      ...location,
      "}",
    ]),
    "systemctl enable --now nginx",
  ];
}

/**
 * A certificate of Let's Encrypt, in Nginx. The record of the name comes after the machine, so a cron job asks until the
 * name leads here; four times an hour, because Let's Encrypt takes five failures an hour and name.
 */
function certify({ names, email }: NonNullable<UserDataContext["certificate"]>): string[] {
  const [first = ""] = names;
  const contact =
    email === undefined ? "--register-unsafely-without-email" : `--no-eff-email --email ${quote(email)}`;
  const metadata = "http://169.254.169.254/latest";
  const script = "/usr/local/sbin/first-certificate";
  return [
    ...writeFile(script, "700", [
      "#!/bin/bash",
      "set -euo pipefail",
      `[ ! -e /etc/letsencrypt/live/${first} ] || exit 0`,
      `token=$(curl -sf -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' ${metadata}/api/token)`,
      `address=$(curl -sf -H "X-aws-ec2-metadata-token: $token" ${metadata}/meta-data/public-ipv4)`,
      `for name in ${names.join(" ")}; do`,
      `  getent ahostsv4 "$name" | cut -d ' ' -f 1 | grep -Fx "$address" > /dev/null || exit 0`,
      "done",
      `certbot --nginx --non-interactive --agree-tos --redirect ${contact} --cert-name ${first} ` +
        names.map((name) => `-d ${name}`).join(" "),
    ]),
    ...writeFile("/etc/cron.d/certbot", "644", [
      `7,22,37,52 * * * * root ${script}`,
      "23 3,15 * * * root certbot renew --quiet --deploy-hook 'systemctl reload nginx'",
    ]),
    "systemctl enable --now crond",
  ];
}
