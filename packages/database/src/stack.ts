import { LayerStack, type Environment } from "@strata/core";
import { AlarmTopic } from "@strata/core/alarm-topic";
import { EncryptionKey } from "@strata/core/encryption-key";
import { networkContract } from "@strata/network/contract";
import type { Construct } from "constructs";
import { Alarms } from "./constructs/alarms";
import { ConnectionSecret } from "./constructs/connection-secret";
import { Mysql } from "./constructs/mysql";
import { databaseLayer } from "./layer";
import type { DatabaseSettings, OneDatabase } from "./settings";

/** The database layer: each database with the secret that tells where it is, and its alarms. */
export class DatabaseStack extends LayerStack<typeof databaseLayer> {
  constructor(scope: Construct, environment: Environment, settings: DatabaseSettings) {
    super(scope, databaseLayer, environment);

    const network = this.read(networkContract);

    const key = new EncryptionKey(this, "encryption", {
      environment,
      alias: `alias/${this.name(["database"])}`,
      description: "Encrypts the storage and the backups of all databases",
    });
    const topic = new AlarmTopic(this, "alarms", {
      name: this.name(["database", "alarms"]),
      account: environment.account,
      emails: settings.alarmEmails,
    });

    const database = (name: string, one: OneDatabase) => {
      const mysql = new Mysql(this, name, {
        environment,
        name: (parts, limit) => this.name(parts, limit),
        key: name,
        settings: one,
        subnetIds: network.subnetIds.get(one.subnetGroup),
        securityGroupId: network.securityGroupIds.get(one.securityGroup),
        keyArn: key.arn,
      });
      const connection = new ConnectionSecret(this, `${name}-connection`, {
        environment,
        name: this.name(["database", name, "connection"]),
        description: `Where the database ${name} is: host, port, dbname`,
        host: mysql.instance.address,
        port: mysql.instance.port,
        databaseName: one.databaseName,
      });
      new Alarms(this, `${name}-alarms`, {
        name: (...parts) => this.name(["database", name, ...parts]),
        instance: mysql.instance.identifier,
        topicArn: topic.arn,
        limits: one.alarms,
      });
      return { connectionSecretArn: connection.arn, credentialsSecretArn: mysql.credentialsSecretArn };
    };

    this.publish({
      databases: Object.fromEntries(
        Object.entries(settings.databases).map(([name, one]) => [name, database(name, one)]),
      ),
      caches: {},
    });
  }
}
