import type { DatabaseSettings } from "@strata/database/settings";
import { Construct } from "constructs";
import { passwordOf } from "@strata/core/local-platform";
import { cacheHost, databaseHost } from "../task";
import { quickCheck, type Engine } from "./engine";
import type { Secrets } from "./secrets";

const MARIADB = "mariadb:10.11";
const REDIS = "redis:7.0";

/** Text as the parameter groups of the database layer have it; MariaDB has no newer collation of MySQL's. */
const UTF8 = ["--character-set-server=utf8mb4", "--collation-server=utf8mb4_unicode_520_ci"];

export interface DataServersProps {
  readonly engine: Engine;
  readonly settings: DatabaseSettings;
  readonly secrets: Secrets;
}

/**
 * MariaDB in the place of each database, and Redis in that of each cache. No task depends on them in Terraform: what
 * something that is replaced beforehand depends on is replaced beforehand too, and two servers can't share a volume.
 */
export class DataServers extends Construct {
  constructor(scope: Construct, id: string, { engine, settings, secrets }: DataServersProps) {
    super(scope, id);
    for (const [name, { databaseName, masterUsername }] of Object.entries(settings.databases)) {
      const host = databaseHost(name);
      const password = secrets.value(passwordOf(name));
      engine.server(this, host, host, {
        image: engine.image(MARIADB),
        command: UTF8,
        env: [
          `MARIADB_DATABASE=${databaseName}`,
          `MARIADB_USER=${masterUsername}`,
          `MARIADB_PASSWORD=${password}`,
          `MARIADB_ROOT_PASSWORD=${password}`,
        ],
        volumes: [{ volumeName: engine.volume(host).name, containerPath: "/var/lib/mysql" }],
        ...quickCheck("healthcheck.sh", "--connect", "--innodb_initialized"),
        // InnoDB writes down what it has in memory.
        destroyGraceSeconds: 60,
      });
    }
    for (const [name, { maxmemoryPolicy }] of Object.entries(settings.caches)) {
      const host = cacheHost(name);
      engine.server(this, host, host, {
        image: engine.image(REDIS),
        command: [
          "redis-server",
          "--save",
          "",
          "--maxmemory",
          "256mb",
          "--maxmemory-policy",
          maxmemoryPolicy,
        ],
        ...quickCheck("redis-cli", "ping"),
      });
    }
  }
}
