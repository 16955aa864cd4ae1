import { createHash } from "node:crypto";

/** Requests that a rule leads to a service. One of the hosts and one of the paths must fit; none stand for all. */
export interface Route {
  /** Whole names; `*` stands for any text. */
  readonly hosts: readonly string[];
  /** Paths without the query; `*` stands for any text, `?` for one character. */
  readonly paths: readonly string[];
  readonly target: string;
}

/** A port of a load balancer. */
export interface Listener {
  readonly port: number;
  /** The port that its users see. */
  readonly shownPort: number;
  /** In the order in which they are tried. */
  readonly routes: readonly Route[];
  /** What gets the requests that no rule fits; without it the answer is 404. */
  readonly fallback?: string | undefined;
}

/** Where requests go. Without servers the answer is 503, as that of a load balancer with no healthy target. */
export interface Target {
  readonly name: string;
  /** `host:port` of each task. */
  readonly servers: readonly string[];
}

/** Where the routes of a load balancer lie in its container. */
export const ROUTES_DIRECTORY = "/etc/nginx/strata";

/**
 * What Nginx is started with, before it knows a route; it doesn't change while tasks come and go.
 *
 * The limits are those of an application load balancer: a minute of silence ends a connection, bodies have any size.
 * Connections are not kept: a reload closes those that are idle, and a request which is on its way just then would be lost.
 */
export const NGINX_MAIN = `worker_processes auto;
worker_rlimit_nofile 65536;
# The longest that a load balancer lets targets finish their requests.
worker_shutdown_timeout 3600s;
error_log /dev/stderr warn;
pid /run/nginx.pid;

events {
  worker_connections 8192;
}

http {
  access_log /dev/stdout combined;
  server_tokens off;
  keepalive_timeout 0;
  client_max_body_size 0;
  client_header_timeout 60s;
  client_body_timeout 60s;
  map_hash_bucket_size 256;
  server_names_hash_bucket_size 256;

  map $request_uri $path {
    "~^(?<path_only>[^?]*)" $path_only;
  }
  map $http_upgrade $connection_header {
    default upgrade;
    "" close;
  }

  proxy_http_version 1.1;
  proxy_connect_timeout 2s;
  proxy_read_timeout 60s;
  proxy_send_timeout 60s;
  # Another task gets the request where a connection fails; one that may not be repeated only if nothing of it was sent.
  proxy_next_upstream error timeout;
  proxy_set_header Host $http_host;
  proxy_set_header Connection $connection_header;
  proxy_set_header Upgrade $http_upgrade;
  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
  proxy_set_header X-Forwarded-Port $shown_port;
  proxy_set_header X-Forwarded-Proto $scheme;

  include ${ROUTES_DIRECTORY}/*.conf;
}
`;

/** A name for what is started, as routes belong to it: they use what it defines. */
export const NGINX_RELEASE = createHash("sha256").update(NGINX_MAIN).digest("hex").slice(0, 8);

/** The routes of a load balancer, for Nginx: which requests go to which tasks. */
export function nginxRoutes(listeners: readonly Listener[], targets: readonly Target[]): string {
  const used = new Set(
    listeners.flatMap(({ routes, fallback }) => [...routes.map(({ target }) => target), fallback]),
  );
  const known = targets.filter(({ name }) => used.has(name));
  const withServers = known.filter(({ servers }) => servers.length > 0);
  const nobody = new Set(known.filter(({ servers }) => servers.length === 0).map(({ name }) => name));
  return [
    ...withServers.map(upstream),
    ...listeners.flatMap((listener) => [targetMap(listener, nobody), server(listener)]),
  ].join("\n");
}

/** Tasks take turns. One that refuses a connection costs a request nothing, so none is ever set aside. */
const upstream = ({ name, servers }: Target): string =>
  block(`upstream ${name}`, [...servers.map((address) => `server ${address} max_fails=0;`)]);

/** Values of `$target_<port>` which are no upstream. */
const NOWHERE = "-";
const NOBODY = "503";

function targetMap({ port, routes, fallback }: Listener, nobody: ReadonlySet<string>): string {
  const value = (target: string): string => (nobody.has(target) ? NOBODY : target);
  const rules = routes.map((route) => `${quoted(`~^${pattern(route)}$`)} ${value(route.target)};`);
  return block(`map "$host $path" $target_${port}`, [
    `default ${fallback === undefined ? NOWHERE : value(fallback)};`,
    ...rules,
  ]);
}

const server = ({ port, shownPort }: Listener): string =>
  block("server", [
    `listen ${port} default_server;`,
    `set $shown_port ${shownPort};`,
    `if ($target_${port} = ${quoted(NOWHERE)}) { return 404; }`,
    `if ($target_${port} = ${quoted(NOBODY)}) { return 503; }`,
    `location / { proxy_pass http://$target_${port}; }`,
  ]);

/** Hosts are compared without regard to case, paths with. Nginx takes the first pattern that fits, in this order. */
function pattern({ hosts, paths }: Route): string {
  const host = hosts.length === 0 ? "[^ ]*" : `(?i:${hosts.map(wildcards).join("|")})`;
  const path = paths.length === 0 ? ".*" : `(?:${paths.map(wildcards).join("|")})`;
  return `${host} ${path}`;
}

const wildcards = (text: string): string =>
  Array.from(text, (char) => (char === "*" ? ".*" : char === "?" ? "." : literally(char))).join("");

/** A character for itself in a regular expression; one that may mean something to Nginx or Terraform by its number. */
function literally(char: string): string {
  if (/[A-Za-z0-9/_-]/.test(char)) return char;
  if (char === ".") return "\\.";
  const code = char.codePointAt(0) ?? 0;
  return code < 0x80 ? `\\x${code.toString(16).padStart(2, "0")}` : char;
}

const quoted = (text: string): string => `"${text}"`;

const block = (head: string, lines: readonly string[]): string =>
  [`${head} {`, ...lines.map((line) => `  ${line}`), "}", ""].join("\n");
