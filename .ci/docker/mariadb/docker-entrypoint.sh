#!/bin/bash
# Makes the database on the first start, from MARIADB_ROOT_PASSWORD, MARIADB_DATABASE, MARIADB_USER and MARIADB_PASSWORD, then
# runs mariadbd as the user mysql. Options go to mariadbd.
set -eo pipefail
data=/var/lib/mysql

[ "${1:0:1}" = - ] && set -- mariadbd "$@"
[ "$1" = mariadbd ] || exec "$@"

if [ "$(id -u)" = 0 ]; then
  chown -R mysql:mysql "$data" /run/mysqld
  exec setpriv --reuid mysql --regid mysql --clear-groups "$0" "$@"
fi

# A value as a string of SQL.
quoted() { local value=${1//\\/\\\\}; printf "'%s'" "${value//\'/\'\'}"; }

first_start_sql() {
  local check
  check=$(head -c 18 /dev/urandom | base64)
  printf '[client]\nuser=healthcheck\npassword=%s\n' "$check" >"$data/.my-healthcheck.cnf"
  cat <<SQL
DELETE FROM mysql.global_priv WHERE user = 'root' AND host <> 'localhost';
FLUSH PRIVILEGES;
ALTER USER root@localhost IDENTIFIED BY $(quoted "$MARIADB_ROOT_PASSWORD");
CREATE USER root@'%' IDENTIFIED BY $(quoted "$MARIADB_ROOT_PASSWORD");
GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;
CREATE USER healthcheck@localhost IDENTIFIED BY '$check', healthcheck@127.0.0.1 IDENTIFIED BY '$check';
SQL
  [ -z "$MARIADB_DATABASE" ] || echo "CREATE DATABASE \`$MARIADB_DATABASE\`;"
  [ -z "$MARIADB_USER" ] || echo "CREATE USER $(quoted "$MARIADB_USER")@'%' IDENTIFIED BY $(quoted "$MARIADB_PASSWORD");"
  [ -z "$MARIADB_USER" ] || [ -z "$MARIADB_DATABASE" ] ||
    echo "GRANT ALL ON \`${MARIADB_DATABASE//_/\\_}\`.* TO $(quoted "$MARIADB_USER")@'%';"
}

# .making lies there during the first start only, so that one which was interrupted is begun anew.
if [ -e "$data/.making" ] || [ ! -d "$data/mysql" ]; then
  if [ -z "$MARIADB_ROOT_PASSWORD" ]; then
    echo "The database is not made yet and MARIADB_ROOT_PASSWORD is missing." >&2
    exit 1
  fi
  [ ! -e "$data/.making" ] || find "$data" -mindepth 1 -delete
  touch "$data/.making"
  mariadb-install-db --auth-root-authentication-method=normal --skip-test-db --datadir="$data" >/dev/null
  first_start_sql | mariadbd --bootstrap --datadir="$data"
  rm "$data/.making"
fi
exec "$@"
