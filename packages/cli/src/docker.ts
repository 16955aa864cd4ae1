import { readFileSync } from "node:fs";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";
import { join } from "node:path";
import { dockerMissing } from "./core";

const PATIENCE = 5_000;

/** Where the Docker engine is, as Terraform's provider looks for it. */
export const dockerHost = (env: NodeJS.ProcessEnv): string =>
  env.DOCKER_HOST ??
  (process.platform === "win32" ? "npipe:////./pipe/docker_engine" : "unix:///var/run/docker.sock");

/**
 * Whether a Docker engine answers.
 * @param need what needs it, as the beginning of a sentence: `strata local`
 * @returns what there is, in a few words
 * @throws dockerMissing
 */
export async function checkDocker(need: string, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const host = dockerHost(env);
  // An engine over SSH is asked by who can sign in there.
  if (host.startsWith("ssh://")) return host;
  try {
    return `${await engineVersion(host, env)} at ${host}`;
  } catch (error) {
    throw dockerMissing(need, host, error instanceof Error ? error.message : String(error));
  }
}

async function engineVersion(host: string, env: NodeJS.ProcessEnv): Promise<string> {
  const response = await answer(host, env);
  const text = (await response.toArray()).join("");
  if (response.statusCode !== 200) throw new Error(`it answers ${response.statusCode ?? 0} ${text.trim()}`);
  return (JSON.parse(text) as { Version: string }).Version;
}

/** The engine's answer to the question for its version. */
function answer(host: string, env: NodeJS.ProcessEnv): Promise<IncomingMessage> {
  const [, scheme = "", rest = ""] = /^(\w+):\/\/(.*)$/.exec(host) ?? [];
  const options = { path: "/version", timeout: PATIENCE };
  const certificates = env.DOCKER_CERT_PATH ?? "";
  return new Promise((resolve, reject) => {
    const request =
      scheme === "unix" || scheme === "npipe"
        ? httpRequest({ ...options, socketPath: rest }, resolve)
        : certificates === ""
          ? httpRequest(new URL(`http://${rest}`), options, resolve)
          : httpsRequest(
              new URL(`https://${rest}`),
              { ...options, ...certificatesIn(certificates) },
              resolve,
            );
    request.once("timeout", () => request.destroy(new Error(`no answer within ${PATIENCE / 1000} s`)));
    request.once("error", reject);
    request.end();
  });
}

const certificatesIn = (folder: string): Pick<RequestOptions, "ca" | "cert" | "key"> => ({
  ca: readFileSync(join(folder, "ca.pem")),
  cert: readFileSync(join(folder, "cert.pem")),
  key: readFileSync(join(folder, "key.pem")),
});
