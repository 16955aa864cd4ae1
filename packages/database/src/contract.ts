import { defineContract, map, number, object, string } from "@strata/core";

/** What the database layer publishes. Secrets never travel in outputs: readers get the ARNs of the secrets. */
export const databaseContract = defineContract("database", 1, {
  databases: map(
    object({
      connectionSecretArn: string("Secret with the JSON keys host, readerHost, port and dbname."),
      credentialsSecretArn: string("Secret with the JSON keys username and password."),
    }),
    "How to connect, by database.",
  ),
  caches: map(
    object({
      host: string("Where to write and read."),
      readerHost: string("Where to read only; the same host when there is no replica."),
      port: number("TCP port; TLS is spoken on it."),
    }),
    "How to connect, by cache.",
  ),
});
