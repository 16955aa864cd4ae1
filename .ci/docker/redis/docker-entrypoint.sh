#!/bin/sh
# Options and .conf files go to redis-server, which runs as the user redis. As in the official image, the protected mode is
# off: a container is reached from other addresses than 127.0.0.1.
set -e
case "$1" in
-* | *.conf) set -- redis-server "$@" ;;
esac
if [ "$1" = redis-server ]; then
  set -- "$@" --protected-mode no
  if [ "$(id -u)" = 0 ]; then
    chown -R redis:redis .
    exec setpriv --reuid redis --regid redis --clear-groups "$@"
  fi
fi
exec "$@"
