#!/bin/sh
# A stand-in for the official Python image, made from Debian packages, for machines that reach no image registry.
# Usage: python.sh SUITE OUT.tar   (needs root and mmdebstrap; SUITE bookworm has Python 3.11)
#
# What the official image has and Debian's Python lacks: `python` and `pip` under /usr/local/bin, and no
# EXTERNALLY-MANAGED marker. Behind a proxy with a CA of its own a build needs the host's CA bundle as well.
set -eu
suite=$1
out=$2
bundle=/etc/ssl/certs/ca-certificates.crt

hook=$(mktemp)
trap 'rm -f "$hook"' EXIT
cat > "$hook" <<'HOOK'
set -eu
root=$1
chroot "$root" sh -eu -c '
  ln -s /usr/bin/python3 /usr/local/bin/python
  rm -f /usr/lib/python3*/EXTERNALLY-MANAGED
  PYTHONPATH=$(ls /usr/share/python-wheels/pip-*.whl) python -m pip install -q --root-user-action=ignore \
    --no-index --find-links /usr/share/python-wheels pip setuptools
'
[ ! -r "$BUNDLE" ] || cp "$BUNDLE" "$root/etc/ssl/certs/ca-certificates.crt"
rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/* "$root"/var/log/*.log "$root"/root/.cache
HOOK

BUNDLE=$bundle mmdebstrap --variant=minbase --include=python3,python3-venv,ca-certificates \
  --aptopt='Acquire::Check-Valid-Until "false"' \
  --dpkgopt='path-exclude=/usr/share/doc/*' \
  --dpkgopt='path-exclude=/usr/share/man/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' \
  --customize-hook="sh $hook \"\$1\"" \
  "$suite" "$out" ${DOCKHAND_DEBIAN_MIRROR:+"$DOCKHAND_DEBIAN_MIRROR"}
