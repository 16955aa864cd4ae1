/** The image's health check: ends with 0 when the backend in the same container lives. There is no shell and no curl. */
import { get } from "node:http";

const port = process.env.PORT ?? "80";
const request = get({ host: "127.0.0.1", port, path: "/healthcheck", timeout: 2_000 }, ({ statusCode }) => {
  process.exit(statusCode === 200 ? 0 : 1);
});
request.on("timeout", () => process.exit(1));
request.on("error", () => process.exit(1));
