import { devNull } from "node:os";
import { HOST } from "./health";

/** What to change in an environment: a value to set, or undefined to unset. */
export type EnvironmentChanges = Record<string, string | undefined>;

/**
 * The changes which point Terraform, cdktf, the AWS CLI and the SDKs at an emulator, for
 * `spawn(command, { env: { ...process.env, ...changes } })` or for a shell.
 *
 * Real and emulated AWS never meet in it. Every inherited AWS variable is unset, so that neither a user's
 * credentials nor an endpoint of one service (AWS_ENDPOINT_URL_S3 outranks AWS_ENDPOINT_URL) stay behind, and
 * the user's profiles are out of sight: a profile could name other credentials, or have endpoints ignored. The
 * credentials set here open nothing but the emulator, and are only ever set together with its address.
 */
export function emulatorEnvironment(
  emulator: { readonly url: string },
  options: { readonly region?: string; readonly inherited?: NodeJS.ProcessEnv } = {},
): EnvironmentChanges {
  const { region, inherited = process.env } = options;
  const regions = ["AWS_REGION", "AWS_DEFAULT_REGION"];
  const unset = Object.keys(inherited).filter((name) => name.startsWith("AWS_") && !regions.includes(name));
  return {
    ...Object.fromEntries(unset.map((name) => [name, undefined])),
    AWS_ENDPOINT_URL: emulator.url,
    AWS_ACCESS_KEY_ID: "emulator",
    AWS_SECRET_ACCESS_KEY: "emulator",
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
    CHECKPOINT_DISABLE: "1",
    ...(region === undefined ? {} : Object.fromEntries(regions.map((name) => [name, region]))),
    ...withoutProxy(inherited),
  };
}

/** A proxy can't reach this machine's loopback address, and not every client knows that by itself. */
function withoutProxy(inherited: NodeJS.ProcessEnv): EnvironmentChanges {
  const names = Object.keys(inherited).filter(
    (name) => /^https?_proxy$/i.test(name) && inherited[name] !== "",
  );
  if (names.length === 0) return {};
  const hosts = new Set((inherited.NO_PROXY ?? inherited.no_proxy ?? "").split(",").filter(Boolean));
  const list = [...hosts.add(HOST)].join(",");
  return { NO_PROXY: list, no_proxy: list };
}
