#!/bin/bash
# Tells the proxy which addresses are this machine's own, and its routers', which may be public ones. Runs in the machine's
# network, does nothing but read, and writes one file.
set -euo pipefail

private='^(0\.|10\.|127\.|169\.254\.|172\.(1[6-9]|2[0-9]|3[01])\.|192\.168\.|f[c-f]|0000:0000:)'

# 0100A8C0 → 192.168.0.1
dotted() { printf '%d.%d.%d.%d\n' "0x${1:6:2}" "0x${1:4:2}" "0x${1:2:2}" "0x${1:0:2}"; }
# 20010db8… → 2001:0db8:…
coloned() { local text=${1//????/&:} && printf '%s\n' "${text%:}"; }

addresses() {
  local candidate='' line word flags gateway _
  while read -r line; do
    case $line in
      *'|-- '*) candidate=${line##*|-- } ;;
      '/32 host LOCAL') printf '%s\n' "$candidate" ;;
    esac
  done < /proc/net/fib_trie
  while read -r _ _ gateway flags _; do
    # RTF_GATEWAY; the first line is a heading.
    if [[ $flags =~ ^[0-9A-F]{4}$ ]] && (( 16#$flags & 2 )); then dotted "$gateway"; fi
  done < /proc/net/route
  if [[ -e /proc/net/if_inet6 ]]; then
    while read -r word _; do coloned "$word"; done < /proc/net/if_inet6
  fi
  if [[ -e /proc/net/ipv6_route ]]; then
    while read -r _ _ _ _ word _; do
      if [[ ! $word =~ ^0+$ ]]; then coloned "$word"; fi
    done < /proc/net/ipv6_route
  fi
}

while :; do
  # Private ones are refused anyway, and come and go with every container.
  { addresses | grep -Ev "$private" || true; } | sort -u > /addresses/.new
  mv /addresses/.new /addresses/machine.txt
  sleep 20
done
