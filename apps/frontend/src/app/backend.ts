import { headers } from "next/headers";
import { cache } from "react";
import { createBackend, type Backend } from "../backend/client";
import { readConfig } from "../server/config";
import { log } from "../server/log";

/** The backend, for the request that is being answered. */
export const backendOfRequest = cache(async (): Promise<Backend> => {
  const requestId = (await headers()).get("x-request-id") ?? "";
  return createBackend({
    url: readConfig(process.env).backendUrl,
    requestId,
    fetch,
    onProblem: (problem, call, reason) => {
      log("warn", "backend", { requestId, problem, call, reason });
    },
  });
});
