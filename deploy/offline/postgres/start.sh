#!/bin/sh
# Makes the database that the environment asks for, then is the server.
set -eu
user=${POSTGRES_USER:-postgres}
as_postgres() { setpriv --reuid postgres --regid postgres --clear-groups "$@"; }

install -d -o postgres -g postgres -m 700 "$PGDATA"
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  secret=$(mktemp)
  printf '%s\n' "$POSTGRES_PASSWORD" > "$secret"
  chown postgres "$secret"
  as_postgres initdb -D "$PGDATA" -U "$user" --pwfile="$secret" -E UTF8 --locale=C.UTF-8 --no-sync \
    --auth-local=trust --auth-host=scram-sha-256
  rm -f "$secret"
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  name=${POSTGRES_DB:-$user}
  [ "$name" = postgres ] || printf 'CREATE DATABASE "%s";\n' "$name" |
    as_postgres postgres --single -j -D "$PGDATA" postgres > /dev/null
fi
exec setpriv --reuid postgres --regid postgres --clear-groups postgres -D "$PGDATA" -c listen_addresses='*' -c jit=off
