#!/bin/bash
# healthcheck.sh --connect --innodb_initialized: exit code 0 where every check named holds.
set -eo pipefail
ask() { mariadb --defaults-file=/var/lib/mysql/.my-healthcheck.cnf -h 127.0.0.1 --skip-column-names -e "$1"; }
[ $# -gt 0 ] || { echo "Name a check: --connect, --innodb_initialized" >&2; exit 1; }
for check in "$@"; do
  case $check in
  --connect) ask 'SELECT 1' >/dev/null ;;
  --innodb_initialized)
    ask "SELECT 1 FROM information_schema.ENGINES WHERE engine='innodb' AND support IN ('YES', 'DEFAULT')" | grep -q 1
    ;;
  *) echo "Unknown check $check" >&2; exit 1 ;;
  esac
done
