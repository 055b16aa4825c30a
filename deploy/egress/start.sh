#!/bin/bash
# Starts squid on its own loopback and the relay in front of it; ends when either ends, so that Docker restarts both.
#
# SANDBOX_EGRESS_TRUSTED     domains let through whatever they resolve to (a package index on a campus address)
# SANDBOX_EGRESS_ALLOW       empty: every public address; domains: only those; off: nothing at all
# SANDBOX_EGRESS_REFUSED     further addresses and networks that nothing may reach, and names of such (this machine's own)
# SANDBOX_MACHINE_ADDRESSES  this machine's own addresses, as the set-up found them
# SANDBOX_EGRESS_REGISTRIES  hosts of the registries that images of the lessons come from
# SANDBOX_REGISTRY_MIRROR    a registry that boxes ask first; by http://, only for SANDBOX_REGISTRY_IMAGES (library/python …)
set -euo pipefail

conf=/run/squid/squid.conf
list=/run/squid/further.txt
socket=/egress/proxy.sock
address='^([0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f]{0,4}){2,7})(/[0-9]{1,3})?$'

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
trusted_rule='' allow_rule='' rest_rule='http_access allow all' mirror_rule=''
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

needed=$(domains "${SANDBOX_EGRESS_REGISTRIES:-}")
registry_rule=$'http_access deny registry\nhttp_access deny registry_of_aws'
[[ -z $needed ]] || registry_rule=$'acl needed dstdomain'"$needed"$'\nhttp_access deny registry !needed\nhttp_access deny registry_of_aws !needed'

# Without TLS the proxy sees which image is asked for, and lets through the lessons' alone.
if [[ ${SANDBOX_REGISTRY_MIRROR:-} =~ ^http://([^/:]+)(:[0-9]+)?/?$ ]]; then
  mirror=$(domains "${BASH_REMATCH[1]}")
  repositories=''
  for name in ${SANDBOX_REGISTRY_IMAGES:-}; do
    if [[ ! $name =~ ^[a-z0-9._/-]+$ ]]; then
      echo "egress: '$name' is no image" >&2
      exit 2
    fi
    repositories+="|${name//./\\.}"
  done
  # A package index may live on the same host, under other paths that are written plainly.
  mirror_rule=$'acl mirror dstdomain'"$mirror"$'\n'"acl images urlpath_regex ^/+v2 ^/[^?]*(%|//|\.\.)"$'\n'"acl lessons urlpath_regex ^/v2/?$"
  [[ -z $repositories ]] || mirror_rule+=" ^/v2/(${repositories#|})/(manifests|blobs)/[A-Za-z0-9._:-]+$"
  mirror_rule+=$'\nhttp_access deny mirror images !lessons'
fi

# What nothing may reach besides the list: what the operator adds, and this machine itself. Names are looked up each time.
# The widest first: squid leaves out what lies within what it has, and would leave out the wider one of the two.
further() {
  local each found
  for each in ${SANDBOX_EGRESS_REFUSED//,/ } ${SANDBOX_MACHINE_ADDRESSES//,/ } $(cat /addresses/*.txt 2>/dev/null || true); do
    if [[ $each =~ $address ]]; then
      printf '%s\n' "$each"
    else
      while read -r found _; do
        if [[ $found =~ $address ]]; then printf '%s\n' "$found"; fi
      done < <(getent ahosts "$each" || true)
    fi
  done | sed -E '/\//!{/:/s,$,/128,;/:/!s,$,/32,}' | sort -u | sort -s -t/ -k2,2n
}
SANDBOX_EGRESS_REFUSED=${SANDBOX_EGRESS_REFUSED:-}
SANDBOX_MACHINE_ADDRESSES=${SANDBOX_MACHINE_ADDRESSES:-}
for each in ${SANDBOX_EGRESS_REFUSED//,/ }; do
  if [[ ! $each =~ $address ]]; then domains "$each" > /dev/null; fi
done
further > "$list"

# A trusted domain need not be on the list: what is trusted is what builds cannot do without.
while IFS= read -r line; do
  case $line in
    @TRUSTED) printf '%s\n' "$trusted_rule" ;;
    @MIRROR) printf '%s\n' "$mirror_rule" ;;
    @REGISTRIES) printf '%s\n' "$registry_rule" ;;
    @ALLOW) printf '%s\n' "$allow_rule" ;;
    @REST) printf '%s\n' "$rest_rule" ;;
    *) printf '%s\n' "$line" ;;
  esac
done < /opt/egress/squid.conf > "$conf"

squid -N -f "$conf" &
squid=$!
rm -f "$socket"
# Mode 0600: in a box only its supervisor may dial, not the engine and what escapes from it.
socat "UNIX-LISTEN:$socket,fork,mode=0600,max-children=200,backlog=64" TCP:127.0.0.1:3128 &
relay=$!
trap 'kill $(jobs -p) 2>/dev/null; rm -f "$socket"' EXIT
trap 'exit 0' TERM INT

# The machine's addresses may change while it runs. Squid reads its lists anew only when one did.
while sleep "${SANDBOX_ADDRESSES_SECONDS:-20}"; do
  further > "$list.new"
  if cmp -s "$list" "$list.new"; then continue; fi
  mv "$list.new" "$list"
  kill -HUP "$squid"
  echo 'egress: the list of refused addresses has changed'
done &
wait -n "$squid" "$relay"
exit 1
