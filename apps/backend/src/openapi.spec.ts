import { readFileSync } from "node:fs";
import { OPENAPI_FILE, openApiText } from "./openapi";

test("openapi.json is what the schemas say (pnpm run openapi writes it)", async () => {
  expect(readFileSync(OPENAPI_FILE, "utf8")).toBe(await openApiText());
});

test("the document holds every path of the API", () => {
  const { paths } = JSON.parse(readFileSync(OPENAPI_FILE, "utf8")) as { paths: Record<string, object> };
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(all.sort()).toEqual([
    "get /",
    "get /healthcheck",
    "get /readyz",
    "get /v1/Items",
    "get /v1/Notifications",
    "get /v1/Notifications/Count",
    "get /v1/helloworld",
    "post /v1/Item",
    "post /v1/Item/favorite",
    "post /v1/Notifications/Read",
  ]);
});
