import { LayerStack, type Environment } from "@strata/core";
import { AlarmTopic } from "@strata/core/alarm-topic";
import { EncryptionKey } from "@strata/core/encryption-key";
import { networkContract } from "@strata/network/contract";
import { Construct } from "constructs";
import { Alarms } from "./constructs/alarms";
import { Aurora } from "./constructs/aurora";
import { Cache } from "./constructs/cache";
import { ConnectionSecret } from "./constructs/connection-secret";
import type { Database } from "./constructs/database";
import type { Monitoring } from "./constructs/insight";
import { keyStatements } from "./constructs/key-policy";
import type { Watched } from "./constructs/limits";
import { MonitoringRole } from "./constructs/monitoring-role";
import { Mysql } from "./constructs/mysql";
import { Vault } from "./constructs/vault";
import { databaseLayer } from "./layer";
import type { DatabaseSettings, OneCache, OneDatabase } from "./settings";

/** The database layer: each database with the secret that tells where it is, each cache, and what watches them. */
export class DatabaseStack extends LayerStack<typeof databaseLayer> {
  constructor(scope: Construct, environment: Environment, settings: DatabaseSettings) {
    super(scope, databaseLayer, environment);

    const databases = Object.entries(settings.databases);
    const caches = Object.entries(settings.caches);
    if (databases.length + caches.length === 0) {
      // Nothing to encrypt and nothing to watch: nothing that costs.
      this.publish({ databases: {}, caches: {} });
      return;
    }

    const network = this.read(networkContract);
    const place = ({ subnetGroup, securityGroup }: OneDatabase | OneCache) => ({
      subnetIds: network.subnetIds.get(subnetGroup),
      securityGroupId: network.securityGroupIds.get(securityGroup),
    });

    const key = new EncryptionKey(this, "encryption", {
      environment,
      alias: `alias/${this.name(["database"])}`,
      description: "Encrypts the storage, backups, logs and secrets of all databases and caches",
      statements: keyStatements(environment),
    });
    const topic = new AlarmTopic(this, "alarms", {
      name: this.name(["database", "alarms"]),
      account: environment.account,
      emails: settings.alarmEmails,
    });
    const watch = (under: Construct, kind: string, name: string, watched: readonly Watched[]): void => {
      for (const one of watched) {
        const names = [name, ...(one.part === "" ? [] : [one.part])];
        new Alarms(under, [...names, "alarms"].join("-"), {
          name: (...parts) => this.name([kind, ...names, ...parts]),
          watched: one,
          topicArn: topic.arn,
        });
      }
    };

    let role: MonitoringRole | undefined;
    const monitoring = (one: OneDatabase): Monitoring | undefined => {
      const seconds = one.monitoringSeconds ?? (environment.protected ? 60 : 0);
      if (seconds === 0) return undefined;
      role ??= new MonitoringRole(this, "monitoring", {
        environment,
        name: this.name(["database", "monitoring"]),
      });
      return { seconds, role };
    };

    const built = databases.map(([name, one]) => {
      const props = {
        environment,
        name: (parts: readonly string[], limit?: number) => this.name(parts, limit),
        key: name,
        ...place(one),
        keyArn: key.arn,
        monitoring: monitoring(one),
      };
      const database: Database =
        one.engine === "mysql"
          ? new Mysql(this, name, { ...props, settings: one })
          : new Aurora(this, name, { ...props, settings: one });
      const connection = new ConnectionSecret(this, `${name}-connection`, {
        environment,
        name: this.name(["database", name, "connection"]),
        description: `Where the database ${name} is: host, readerHost, port, dbname`,
        host: database.host,
        readerHost: database.readerHost,
        port: database.port,
        databaseName: one.databaseName,
        keyArn: key.arn,
      });
      watch(this, "database", name, database.watched);
      this.needAddresses(networkContract, ["subnetIds", one.subnetGroup], database.addresses);
      // Each subnet of a group is in a zone of its own. RDS wants two of them, even for an instance in one.
      const why = `for the database ${name}, which AWS wants in two availability zones`;
      this.needAtLeast(networkContract, ["subnetIds", one.subnetGroup], 2, why);
      return { name, database, connection };
    });
    if (settings.vaultDays !== undefined && built.length > 0) {
      new Vault(this, "vault", {
        environment,
        name: this.name(["database"]),
        roleName: this.name(["database", "backup"]),
        days: settings.vaultDays,
        resources: built.map(({ database }) => database.arn),
        keyArn: key.arn,
      });
    }

    // Below a construct of their own: a cache may have the name of a database.
    const below = new Construct(this, "cache");
    const caching = caches.map(([name, one]) => {
      const cache = new Cache(below, name, {
        environment,
        name: (parts, limit) => this.name(parts, limit),
        key: name,
        settings: one,
        ...place(one),
        keyArn: key.arn,
      });
      watch(below, "cache", name, cache.watched);
      this.needAddresses(networkContract, ["subnetIds", one.subnetGroup], cache.addresses);
      if (cache.addresses > 1) {
        const why = `for the cache ${name}, whose replica stands in another availability zone`;
        this.needAtLeast(networkContract, ["subnetIds", one.subnetGroup], 2, why);
      }
      return { name, cache };
    });

    this.publish({
      databases: Object.fromEntries(
        built.map(({ name, database, connection }) => [
          name,
          { connectionSecretArn: connection.arn, credentialsSecretArn: database.credentialsSecretArn },
        ]),
      ),
      caches: Object.fromEntries(
        caching.map(({ name, cache: { host, readerHost, port } }) => [name, { host, readerHost, port }]),
      ),
    });
  }
}
