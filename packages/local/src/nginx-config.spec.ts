import { NGINX_MAIN, nginxRoutes, type Listener } from "./nginx-config";

const listener = (changes: Partial<Listener>): Listener => ({
  port: 80,
  shownPort: 8080,
  routes: [],
  ...changes,
});
const target = (name: string, ...servers: string[]) => ({ name, servers });

test("a listener without rules leads everything to its target", () => {
  const text = nginxRoutes(
    [listener({ fallback: "web" })],
    [target("web", "web-1:80", "web-2:80"), target("unused", "x:80")],
  );
  expect(text).toBe(`upstream web {
  server web-1:80 max_fails=0;
  server web-2:80 max_fails=0;
}

map "$host $path" $target_80 {
  default web;
}

server {
  listen 80 default_server;
  set $shown_port 8080;
  if ($target_80 = "-") { return 404; }
  if ($target_80 = "503") { return 503; }
  location / { proxy_pass http://$target_80; }
}
`);
});

test("where no rule fits, the answer is 404", () => {
  expect(nginxRoutes([listener({})], [])).toContain("default -;");
});

test("a target without tasks is a 503, and no upstream without servers", () => {
  const text = nginxRoutes([listener({ fallback: "web" })], [target("web")]);
  expect(text).not.toContain("upstream");
  expect(text).toContain("default 503;");
});

test("each port has routes of its own", () => {
  const text = nginxRoutes(
    [listener({ fallback: "web" }), listener({ port: 10080, shownPort: 10080, fallback: "web" })],
    [target("web", "web-1:80")],
  );
  expect(text.match(/upstream web/g)).toHaveLength(1);
  expect(text).toContain("listen 10080 default_server;");
  expect(text).toContain("$target_10080");
});

/** The pattern of a rule, as Nginx has it, tried on requests in JavaScript, which has no inline flags in Node 20. */
function fits(route: { hosts?: string[]; paths?: string[] }, host: string, path: string): boolean {
  const routes = [{ hosts: route.hosts ?? [], paths: route.paths ?? [], target: "web" }];
  const text = nginxRoutes([listener({ routes })], [target("web", "web-1:80")]);
  const pattern = /"~(.*)" web;/.exec(text)?.[1] ?? "";
  const [hosts, paths] = pattern.split(/ (?=[^ ]*$)/);
  // Nginx gives hosts in lower case.
  const hostPattern = (hosts ?? "").replace("(?i:", "(?:");
  return new RegExp(`${hostPattern} ${paths ?? ""}`).test(`${host} ${path}`);
}

test.each([
  [{ paths: ["/api/*"] }, "a.example", "/api/items", true],
  [{ paths: ["/api/*"] }, "a.example", "/apis", false],
  [{ paths: ["/api/*"] }, "a.example", "/x/api/items", false],
  [{ paths: ["/img/?.png"] }, "a.example", "/img/1.png", true],
  [{ paths: ["/img/?.png"] }, "a.example", "/img/12.png", false],
  [{ paths: ["/img/?.png"] }, "a.example", "/img/1xpng", false],
  [{ paths: ["/a", "/b"] }, "a.example", "/b", true],
  [{ paths: ["/API"] }, "a.example", "/api", false],
  [{ hosts: ["api.example.com"] }, "api.example.com", "/any", true],
  [{ hosts: ["api.example.com"] }, "apixexample.com", "/any", false],
  [{ hosts: ["*.example.com"] }, "b.a.example.com", "/any", true],
  [{ hosts: ["*.example.com"] }, "example.com", "/any", false],
  [{ hosts: ["a.example"], paths: ["/x"] }, "a.example", "/y", false],
  [{ paths: ["/${x}/(a|b)"] }, "a.example", "/${x}/(a|b)", true],
])("%j on %s%s: %s", (route, host, path, expected) => {
  expect(fits(route, host, path)).toBe(expected);
});

test("no text of settings is a template to Terraform, or ends a string of Nginx", () => {
  const routes = [{ hosts: [], paths: ['/${a}%{b}"; return 200; #'], target: "web" }];
  const text = nginxRoutes([listener({ routes })], [target("web", "web-1:80")]);
  expect(text).not.toMatch(/[$%]\{/);
  expect(text.split("\n").filter((line) => line.includes("return 200"))).toHaveLength(0);
});

test("rules are tried in their order", () => {
  const routes = [
    { hosts: [], paths: ["/a/b"], target: "first" },
    { hosts: [], paths: ["/a/*"], target: "second" },
  ];
  const text = nginxRoutes([listener({ routes })], [target("first", "f:80"), target("second", "s:80")]);
  expect(text.indexOf(" first;")).toBeLessThan(text.indexOf(" second;"));
});

test("nothing that is started depends on a route", () => {
  expect(NGINX_MAIN).not.toMatch(/^\s*(upstream|listen) /m);
});
