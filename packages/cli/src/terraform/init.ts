import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROVIDER_LOCK, type Stack } from "../stack";

/** What `init` looks at of a stack. */
type InitStack = Pick<Stack, "directory" | "settings">;

const fingerprintFile = (stack: InitStack): string => join(stack.directory, ".terraform", "strata-init");

const contentOf = (file: string | undefined): string | undefined =>
  file !== undefined && existsSync(file) ? readFileSync(file, "utf8") : undefined;

/**
 * All that `terraform init` depends on, and what it leaves behind, as one value: what was initialized needs no
 * init again as long as this stays the same.
 */
export function initFingerprint(stack: InitStack, env: NodeJS.ProcessEnv): string {
  const configuration = env.TF_CLI_CONFIG_FILE;
  const parts = [
    stack.settings,
    contentOf(join(stack.directory, PROVIDER_LOCK)),
    contentOf(join(stack.directory, ".terraform", "terraform.tfstate")),
    [configuration, contentOf(configuration)],
    [env.TF_PLUGIN_CACHE_DIR, env.AWS_ENDPOINT_URL, env.AWS_ENDPOINT_URL_S3],
  ];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** Whether the last `terraform init` of this folder still holds. */
export function isInitialized(stack: InitStack, env: NodeJS.ProcessEnv): boolean {
  return (
    existsSync(join(stack.directory, ".terraform", "providers")) &&
    contentOf(fingerprintFile(stack)) === initFingerprint(stack, env)
  );
}

/** Remembers a successful `terraform init`. */
export function rememberInit(stack: InitStack, env: NodeJS.ProcessEnv): void {
  writeFileSync(fingerprintFile(stack), initFingerprint(stack, env));
}
