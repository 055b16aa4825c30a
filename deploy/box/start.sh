#!/bin/sh
# The first moment of a box, and the only one as root: becomes the supervisor of this box.
set -eu
user=supervisor-${BOX_NUMBER:-1}
# Not as root: root could write to /proc/sys, which is the host's. What the supervisor has to do, capabilities allow it.
caps=+chown,+dac_override,+fowner,+kill,+setgid,+setuid,+setfcap
exec /usr/bin/setpriv --reuid="$user" --regid="$user" --clear-groups \
  --inh-caps="$caps" --ambient-caps="$caps" /usr/local/bin/node /opt/box/supervisor.ts
