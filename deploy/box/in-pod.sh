#!/bin/bash
# The first process of a box that is a container of a pod. A box ends after every job, and in Compose Docker's restart policy makes it
# anew; Kubernetes would wait longer each time (CrashLoopBackOff), up to five minutes. So the container stays, and this makes each
# life in it anew: every process of the one before is ended, and what it left in memory is taken away. The disk the supervisor lays itself.
#
# The containers of a pod share one network, which leads to Redis and out. A box must have none, so each life gets a network namespace
# of its own, with a loopback and nothing else, in a user namespace of its own with the same ids.
set -uo pipefail

# A box in a pod has at most so many processes: a pod has no such limit of its own, and a user namespace remembers its maker's.
ulimit -u "${BOX_PROCESSES:-512}"
shopt -s dotglob nullglob

say() { echo "${BOX_NAME:-box}: $*" >&2; }
stopping='' life=''
trap 'stopping=yes; [[ -z $life ]] || kill -TERM "$life" 2>/dev/null' TERM INT

if [[ $(cat /sys/fs/cgroup/memory.oom.group 2>/dev/null) == 1 ]]; then
  say 'when memory runs out the kernel ends this whole container, and nobody can say why a build failed:' \
    'set singleProcessOOMKill: true in the configuration of this node'"'"'s kubelet'
fi

# Ends every process of the container but this one. None of them can hide: it is the first of their process namespace.
end_all() {
  kill -KILL -1 2>/dev/null
  for _ in {1..100}; do
    local left=0
    for each in /proc/[0-9]*; do [[ $each == /proc/$$ ]] || left=1; done
    ((left)) || return 0
    kill -KILL -1 2>/dev/null
    read -r -t 0.05 <> <(:) || true
  done
  say 'a process of the life before cannot be ended'
  exit 1
}

# The same ids inside as outside, whatever range this container has.
same_ids() { while read -r inside _ count; do printf '%s %s %s\n' "$inside" "$inside" "$count"; done < "$1"; }

# Waits until the new namespaces are there, then gives them their ids; only then may it go on.
give_ids() {
  read -r -t 30 -u 8 || return 1
  same_ids /proc/self/uid_map > "/proc/$1/uid_map" && same_ids /proc/self/gid_map > "/proc/$1/gid_map" && echo go >&9
}

while [[ -z $stopping ]]; do
  end_all
  rm -rf /run/* /tmp/* /dev/shm/*
  ipcrm --all 2>/dev/null
  mkfifo -m 600 /run/unshared /run/mapped
  exec 8<> /run/unshared 9<> /run/mapped
  unshare --user --net /bin/sh -c \
    'echo >&8; read -r _ <&9; exec 8>&- 9>&-; ip link set lo up && exec /bin/sh /opt/box/start.sh' &
  life=$!
  if ! give_ids "$life"; then
    say 'this node lets no user namespace be made in it: a box needs one for its network (deploy/helm/README.md)'
    exit 1
  fi
  exec 8>&- 9>&-
  rm -f /run/unshared /run/mapped
  while kill -0 "$life" 2>/dev/null; do wait "$life"; done
  life=''
  # A life that did not even begin must not make a busy loop.
  [[ -n $stopping ]] || read -r -t 1 <> <(:) || true
done
end_all
