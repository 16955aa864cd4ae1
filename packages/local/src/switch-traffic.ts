/**
 * What Terraform runs after new tasks are there: it waits until each of them answers, as the health checks of a load
 * balancer do, gives Nginx its new routes, and ends when the old ones have served their last request.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Container } from "dockerode";
import { docker, run } from "./docker";
import { isHealthy, workers } from "./switching";
import type { TargetCheck } from "./task";

/** What Terraform hands over, as JSON in STRATA_SWITCH; beside it are the routes, in STRATA_ROUTES. */
export interface SwitchInput {
  /** Nginx. */
  readonly container: string;
  /** Where the routes are written, from the folder in which Terraform works. */
  readonly file: string;
  /** The tasks that must answer first. */
  readonly checks: readonly (TargetCheck & { readonly service: string; readonly host: string })[];
  /** How long old requests are waited for. */
  readonly drainSeconds: number;
}

const LOOK_EVERY = 100;
/** How long Nginx may take to be there, its image included. */
const START_SECONDS = 120;
/** Nginx reads its routes within moments; an old worker that doesn't know of it by then never will. */
const RELOAD_SECONDS = 15;

/** Why the traffic was not switched, in words. */
class NotSwitched extends Error {}

async function main({ container, file, checks, drainSeconds }: SwitchInput, routes: string): Promise<void> {
  const nginx = docker().getContainer(container);
  await isUp(nginx, container);
  await Promise.all(checks.map((check) => answers(nginx, check)));
  const before = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  write(file, routes);
  const test = await run(nginx, ["nginx", "-t"]);
  if (test.exitCode !== 0) {
    if (before === undefined) rmSync(file);
    else write(file, before);
    throw new NotSwitched(`Nginx does not take its routes: ${test.output.trim()}`);
  }
  await reload(nginx, drainSeconds);
}

/** Waits until Nginx is there: Terraform makes it at the same time. */
async function isUp(nginx: Container, name: string): Promise<void> {
  const deadline = Date.now() + 1000 * START_SECONDS;
  for (;;) {
    const found = await nginx.inspect().catch(() => undefined);
    if (found?.State.Health?.Status === "healthy") return;
    if (Date.now() > deadline) throw new NotSwitched(`Nginx (${name}) is not there: docker logs ${name}.`);
    await sleep(LOOK_EVERY);
  }
}

/** Waits until a task answers as it must. */
async function answers(nginx: Container, check: SwitchInput["checks"][number]): Promise<void> {
  const { host, port, path, codes, service, graceSeconds } = check;
  const url = `http://${host}:${port}${path}`;
  const ask = [
    "curl",
    "--silent",
    "--output",
    "/dev/null",
    "--write-out",
    "%{http_code}",
    "--max-time",
    "5",
    url,
  ];
  const deadline = Date.now() + 1000 * (graceSeconds + 30);
  for (;;) {
    const status = Number((await run(nginx, ask)).output);
    if (isHealthy(codes, status)) return;
    if (Date.now() > deadline) {
      throw new NotSwitched(
        `A new task of ${service} does not answer GET ${path} with ${codes} ` +
          `(${status === 0 ? "it does not answer at all" : `it answers ${status}`}), so the old ones go on serving. ` +
          `Look at: ./strata local logs ${service}.`,
      );
    }
    await sleep(LOOK_EVERY);
  }
}

/** Replaces the file at once: Nginx never reads half of it. */
function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

async function reload(nginx: Container, drainSeconds: number): Promise<void> {
  const look = async () => workers((await nginx.top()) as Parameters<typeof workers>[0]);
  const old = new Set((await look()).map(({ pid }) => pid));
  const { exitCode, output } = await run(nginx, ["nginx", "-s", "reload"]);
  if (exitCode !== 0) throw new NotSwitched(`Nginx does not reload: ${output.trim()}`);
  const begin = Date.now();
  for (;;) {
    const left = (await look()).filter(({ pid }) => old.has(pid));
    const waited = (Date.now() - begin) / 1000;
    if (waited > RELOAD_SECONDS && left.some(({ isEnding }) => !isEnding)) {
      throw new NotSwitched("Nginx did not take up its new routes. Look at: ./strata local logs.");
    }
    // What is left then is cut off, as a load balancer does.
    if (left.every(({ isEnding }) => isEnding) && (left.length === 0 || waited > drainSeconds)) return;
    await sleep(LOOK_EVERY);
  }
}

const { STRATA_SWITCH: input = "", STRATA_ROUTES: routes = "" } = process.env;
main(JSON.parse(input) as SwitchInput, routes).catch((error: unknown) => {
  process.stderr.write(`${error instanceof NotSwitched ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
