#!/bin/sh
# Fills in the templates before nginx starts: /etc/nginx/templates/X.template becomes /etc/nginx/conf.d/X, with ${NAME}
# replaced for the variables of the environment only (nginx has variables of its own). Then runs /docker-entrypoint.d/*.sh.
set -e
templates=${NGINX_ENVSUBST_TEMPLATE_DIR:-/etc/nginx/templates}
suffix=${NGINX_ENVSUBST_TEMPLATE_SUFFIX:-.template}
output=${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}

if [ "$1" = nginx ]; then
  names=$(env | sed -n 's/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/\1/p' | grep -E "${NGINX_ENVSUBST_FILTER:-.}" | sed 's/.*/${&}/')
  find -L "$templates" -name "*$suffix" 2>/dev/null | while read -r template; do
    target=$output/${template#"$templates"/}
    target=${target%"$suffix"}
    mkdir -p "$(dirname "$target")"
    envsubst "$names" <"$template" >"$target"
  done
  for script in /docker-entrypoint.d/*.sh; do
    if [ -x "$script" ]; then "$script"; fi
  done
fi
exec "$@"
