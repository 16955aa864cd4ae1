import { existsSync } from "node:fs";
import { join } from "node:path";

// In the workspace the libraries are linked to its root; in a copy of this folder alone they are in the folder.
const workspace = join(import.meta.dirname, "../..");
const root = existsSync(join(workspace, "pnpm-workspace.yaml")) ? workspace : import.meta.dirname;

/** @type {import("next").NextConfig} */
export default {
  // The build gathers what the image needs; src/server/main.ts serves it.
  output: "standalone",
  outputFileTracingRoot: root,
  // No picture is scaled here, so the image goes without the library for it.
  outputFileTracingExcludes: { "/*": ["**/node_modules/sharp/**", "**/node_modules/@img/**"] },
  turbopack: { root },
  images: { unoptimized: true },
  poweredByHeader: false,
  // The title is in the head for everybody, not only for the robots that Next knows.
  htmlLimitedBots: /.*/,
  // `pnpm build` checks the types.
  typescript: { ignoreBuildErrors: true },
};
