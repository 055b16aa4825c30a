#!/bin/sh
# In the engine's own mount namespace: shows it the layers of the warmed disk where it looks for them, then becomes what is named after
# `--`. The mounts are read-only because /warm is, and nobody in this namespace can change that: it belongs to the container's.
set -eu
while [ "$1" != -- ]; do
  mount --bind "/warm/data/$1" "/data/$1"
  shift
done
shift
exec "$@"
