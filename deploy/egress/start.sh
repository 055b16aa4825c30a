#!/bin/bash
# Starts squid on its own loopback and the relay in front of it; ends when either ends, so that Docker restarts both.
#
# SANDBOX_EGRESS_TRUSTED  domains let through whatever they resolve to (a package index on a campus address)
# SANDBOX_EGRESS_ALLOW    empty: every public address; domains: only those; off: nothing at all
set -euo pipefail

conf=/run/squid/squid.conf
socket=/egress/proxy.sock

# Commas and blanks separate; anything that is no domain is refused, so that a setting cannot become configuration.
domains() {
  local name
  for name in ${1//,/ }; do
    if [[ ! $name =~ ^\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$ ]]; then
      echo "egress: '$name' is no domain name" >&2
      exit 2
    fi
    printf ' %s' "$name"
  done
}

trusted=$(domains "${SANDBOX_EGRESS_TRUSTED:-}")
allow=${SANDBOX_EGRESS_ALLOW:-}
trusted_rule='' allow_rule='' rest_rule='http_access allow all'
if [[ $allow == off ]]; then
  rest_rule=''
else
  [[ -z $trusted ]] || trusted_rule=$'acl trusted dstdomain'"$trusted"$'\nhttp_access allow trusted'
  if [[ -n $allow ]]; then
    listed=$(domains "$allow")
    allow_rule=$'acl listed dstdomain'"$listed"
    rest_rule='http_access allow listed'
  fi
fi

# A trusted domain need not be on the list: what is trusted is what builds cannot do without.
while IFS= read -r line; do
  case $line in
    @TRUSTED) printf '%s\n' "$trusted_rule" ;;
    @ALLOW) printf '%s\n' "$allow_rule" ;;
    @REST) printf '%s\n' "$rest_rule" ;;
    *) printf '%s\n' "$line" ;;
  esac
done < /opt/egress/squid.conf > "$conf"

squid -N -f "$conf" &
rm -f "$socket"
# Mode 0600: in a box only its supervisor may dial, not the engine and what escapes from it.
socat "UNIX-LISTEN:$socket,fork,mode=0600,max-children=200,backlog=64" TCP:127.0.0.1:3128 &
trap 'kill $(jobs -p) 2>/dev/null; rm -f "$socket"' EXIT
trap 'exit 0' TERM INT
wait -n
exit 1
