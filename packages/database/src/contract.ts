import { defineContract, map, object, string } from "@strata/core";

/** What the database layer publishes. Secrets never travel in outputs: readers get the ARNs of the secrets. */
export const databaseContract = defineContract("database", 1, {
  databases: map(
    object({
      connectionSecretArn: string("Secret with the JSON keys host, port and dbname."),
      credentialsSecretArn: string("Secret with the JSON keys username and password, kept by RDS."),
    }),
    "How to connect, by database.",
  ),
});
