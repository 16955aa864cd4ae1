/*
 * The image's health check: there is no shell and no curl in it. Ends with 0 when the server answers on its port.
 */

fetch(`http://127.0.0.1:${process.env.PORT ?? "80"}/healthcheck`, { signal: AbortSignal.timeout(2000) }).then(
  ({ ok }) => process.exit(ok ? 0 : 1),
  () => process.exit(1),
);
