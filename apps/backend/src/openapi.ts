import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { buildApp } from "./app";
import type { Store } from "./store";

/** The document as a file, for readers and generators of clients. */
export const OPENAPI_FILE = join(__dirname, "..", "openapi.json");

/** The OpenAPI document, as `/openapi.json` answers it. It needs no database: no request is handled. */
export async function openApiText(): Promise<string> {
  const app = await buildApp({
    store: {} as Store,
    log: pino({ level: "silent" }),
    notReady: () => Promise.resolve(undefined),
    isStopping: () => false,
  });
  await app.ready();
  return `${JSON.stringify(app.swagger(), null, 2)}\n`;
}

/** Run as a program (`pnpm run openapi`) it writes the file. */
if (require.main === module)
  void openApiText().then((text) => {
    writeFileSync(OPENAPI_FILE, text);
  });
