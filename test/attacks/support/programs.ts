/** Python programs that try what a box has to refuse. Each prints what it could do, and exits with 9 if there was anything. */

export type Address = readonly [host: string, port: number];

const listOf = (addresses: readonly Address[]): string =>
  `[${addresses.map(([host, port]) => `(${JSON.stringify(host)}, ${port})`).join(', ')}]`;

/** Dials each address; each accepted connection is printed as `open host port`. */
export const reach = (addresses: readonly Address[], seconds = 3): string => `
import socket, sys
found = 0
for address in ${listOf(addresses)}:
    s = socket.socket(socket.AF_INET6 if ':' in address[0] else socket.AF_INET); s.settimeout(${seconds})
    try:
        s.connect(address); print('open', *address); found += 1
    except OSError: pass
    s.close()
print(found, 'open')
sys.exit(9 if found else 0)
`;

/**
 * Dials every port of an address, many at a time. Ports that answer are dialled again: on a loopback, a socket can happen to connect to
 * itself, if it was given that very port.
 */
export const reachEveryPort = (host: string): string => `
import select, socket, sys, time
found = []
for first in range(1, 65536, 200):
    poll, waiting = select.poll(), {}
    for port in range(first, min(first + 200, 65536)):
        s = socket.socket(); s.setblocking(False)
        try:
            if s.connect_ex(('${host}', port)) == 0: found.append(port); s.close(); continue
        except OSError: s.close(); continue
        poll.register(s, select.POLLOUT); waiting[s.fileno()] = (s, port)
    end = time.monotonic() + 5
    while waiting and time.monotonic() < end:
        for fd, _ in poll.poll(1000):
            s, port = waiting.pop(fd); poll.unregister(fd)
            if s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0: found.append(port)
            s.close()
    for s, _ in waiting.values(): s.close()
def opens(port):
    s = socket.socket(); s.settimeout(5)
    try: return s.connect_ex(('${host}', port)) == 0
    except OSError: return False
    finally: s.close()
found = [port for port in sorted(found) if all(opens(port) for _ in range(3))]
for port in found: print('open', '${host}', port)
sys.exit(9 if found else 0)
`;

/** Asks DNS servers for a name, over UDP and TCP; a response is printed as `answered`. */
export const askDns = (servers: readonly Address[], name = 'secret.tunnel.test'): string => `
import socket, struct, sys
name = ${JSON.stringify(name)}
query = struct.pack('>HHHHHH', 7, 256, 1, 0, 0, 0) + b''.join(bytes([len(p)]) + p.encode() for p in name.split('.')) + b'\\0' + struct.pack('>HH', 1, 1)
found = 0
for server in ${listOf(servers)}:
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        s = socket.socket(socket.AF_INET, kind); s.settimeout(3)
        try:
            s.connect(server)
            s.sendall(query if kind == socket.SOCK_DGRAM else struct.pack('>H', len(query)) + query)
            answer = s.recv(512)
            # An answer that names no address carries nothing.
            if kind == socket.SOCK_STREAM: answer = answer[2:]
            if len(answer) >= 12 and struct.unpack('>H', answer[6:8])[0] > 0: print('answered', *server); found += 1
        except OSError: pass
        s.close()
sys.exit(9 if found else 0)
`;

/**
 * Looks for what is not the student's: a text in the environments of all visible processes and in files, other programs, sockets in the
 * file system.
 */
export const spy = (secret: string): string => `
import os, stat, sys
secret = ${JSON.stringify(secret)}
half = secret[:6] + '|' + secret[6:]
found = []
names = ('REDIS_URL', 'DATABASE_URL', 'DISCORD_TOKEN', 'WEB_TOKEN', 'SANDBOX_BOXES', 'DOCKHAND_STATE')
for pid in filter(str.isdigit, os.listdir('/proc')):
    try: text = open(f'/proc/{pid}/environ', 'rb').read().decode('utf8', 'replace')
    except OSError: continue
    if secret in text: found.append(f'the secret in the environment of {pid}')
    found += [f'{name} in the environment of {pid}' for name in names if name + '=' in text]
    try: comm = open(f'/proc/{pid}/comm').read().strip()
    except OSError: continue
    if comm in ('dockerd', 'containerd', 'rootlesskit', 'slirp4netns', 'node', 'redis-server'): found.append(f'process {comm}')
for folder, folders, files in os.walk('/'):
    if folder == '/': folders[:] = [f for f in folders if f not in ('proc', 'sys', 'usr')]
    for name in files:
        path = os.path.join(folder, name)
        try: mode = os.lstat(path).st_mode
        except OSError: continue
        if stat.S_ISSOCK(mode): found.append('socket ' + path)
        if stat.S_ISBLK(mode): found.append('device ' + path)
        if stat.S_ISREG(mode) and secret in name: found.append('file ' + path)
for line in found: print('FOUND', line)
sys.exit(9 if found else 0)
`;

/** What a process must not be able to do, by name; `safe` ones do no harm to a machine if they succeed. */
export const privilege = (safeOnly = false): string => `
import ctypes, os, resource, signal, socket, struct, sys
libc = ctypes.CDLL(None, use_errno=True)
x86 = os.uname().machine == 'x86_64'
safe_only = ${safeOnly ? 'True' : 'False'}

def call(name, *args):
    number = dict(
        ptrace=(101, 117), pivot_root=(155, 41), swapon=(167, 224), reboot=(169, 142), init_module=(175, 105),
        delete_module=(176, 106), clock_settime=(227, 112), add_key=(248, 217), keyctl=(250, 219),
        unshare=(272, 97), perf_event_open=(298, 241), fanotify_init=(300, 262), open_by_handle_at=(304, 265),
        setns=(308, 268), process_vm_readv=(310, 270), kcmp=(312, 272), finit_module=(313, 273), bpf=(321, 280),
        userfaultfd=(323, 282), io_uring_setup=(425, 425), fsopen=(430, 430), pidfd_getfd=(438, 438), kexec_load=(246, 104),
    )[name][0 if x86 else 1]
    ctypes.set_errno(0)
    return libc.syscall(number, *args) >= 0

def mount(source, target, kind, flags=0):
    return libc.mount(source, target, kind, flags, None) == 0

def write(path, text):
    # Not 'w': where there is no such file, to make one is no privilege.
    with open(path, 'r+') as f: f.write(text)
    return True

def sock(*args):
    socket.socket(*args).close()
    return True

def child(work):
    """In a process of its own, because some of it cannot be undone."""
    pid = os.fork()
    if pid == 0:
        try: os._exit(9 if work() else 0)
        except BaseException: os._exit(0)
    return os.waitpid(pid, 0)[1] == 9 << 8

def traced():
    pid = os.fork()
    if pid == 0: signal.pause()
    try: return call('ptrace', 16, pid, 0, 0)
    finally: os.kill(pid, signal.SIGKILL); os.waitpid(pid, 0)

def lines(path): return open(path, 'rb').read(64)
def device(kind, major, minor):
    try:
        os.mknod('/tmp/device', kind | 0o600, os.makedev(major, minor))
        try: return len(lines('/tmp/device')) >= 0
        finally: os.unlink('/tmp/device')
    except OSError: return False

os.makedirs('/tmp/at', exist_ok=True)
S, B = 0o020000, 0o060000
safe = {
    'mount a tmpfs': lambda: child(lambda: mount(b'none', b'/tmp/at', b'tmpfs')),
    'mount by fsopen': lambda: child(lambda: call('fsopen', b'tmpfs', 0)),
    'bind the root elsewhere': lambda: child(lambda: mount(b'/', b'/tmp/at', None, 4096)),
    'unshare mounts': lambda: child(lambda: call('unshare', 0x20000)),
    'unshare users': lambda: child(lambda: call('unshare', 0x10000000)),
    'rename the host': lambda: child(lambda: libc.sethostname(b'mine', 4) == 0),
    'trace a process': lambda: child(traced),
    'read another process': lambda: call('process_vm_readv', os.getppid(), ctypes.byref(ctypes.create_string_buffer(64)), 1, ctypes.byref(ctypes.create_string_buffer(64)), 1, 0),
    'make a memory device': lambda: device(S, 1, 5),
    'open a packet socket': lambda: sock(socket.AF_PACKET, socket.SOCK_RAW, 0),
    'keep a key': lambda: call('add_key', b'user', b'dockhand', b'x', 1, -3),
    'load a bpf map': lambda: call('bpf', 0, struct.pack('IIIIII', 2, 4, 8, 1, 0, 0) + bytes(100), 124),
    'watch the kernel': lambda: call('perf_event_open', bytes(112), 0, -1, -1, 0),
    'handle page faults': lambda: call('userfaultfd', 1),
    'set up a ring': lambda: call('io_uring_setup', 4, bytes(120)),
    'raise its priority': lambda: child(lambda: os.nice(-10) < 0),
    'raise its limits': lambda: child(lambda: resource.setrlimit(resource.RLIMIT_NPROC, (100000, 100000)) is None),
}
harmful = {
    'mount proc anew': lambda: child(lambda: mount(b'proc', b'/tmp/at', b'proc')),
    'unmask proc': lambda: child(lambda: libc.umount2(b'/proc/kcore', 2) == 0),
    'join the engine': lambda: child(lambda: call('setns', os.open('/proc/1/ns/mnt', 0), 0)),
    'change the root': lambda: child(lambda: call('pivot_root', b'/tmp', b'/tmp/at')),
    'load a module': lambda: call('init_module', b'x', 1, b''),
    'load a module from a file': lambda: call('finit_module', os.open('/bin/sh', 0), b'', 0),
    'load a kernel': lambda: call('kexec_load', 0, 0, 0, 0),
    'switch Ctrl-Alt-Del off': lambda: call('reboot', ctypes.c_long(0xfee1dead), 672274793, 0, 0),
    'use a file as swap': lambda: call('swapon', b'/tmp/at', 0),
    'set the clock': lambda: call('clock_settime', 0, struct.pack('qq', 1_000_000_000, 0)),
    'open a file by its handle': lambda: call('open_by_handle_at', 3, struct.pack('II', 8, 1) + bytes(8), 0),
    'watch all files': lambda: call('fanotify_init', 0, 0),
    'open a socket of the hypervisor': lambda: sock(40, socket.SOCK_STREAM, 0),
    'use the kernel for ciphers': lambda: sock(38, socket.SOCK_SEQPACKET, 0),
    'make a disk device': lambda: device(B, 254, 0) or device(B, 8, 0) or device(B, 7, 0),
    'make /dev/mem': lambda: device(S, 1, 1),
    'make the tunnel device': lambda: device(S, 10, 200),
    'set the dump program': lambda: write('/proc/sys/kernel/core_pattern', '|/bin/false'),
    'drop the caches': lambda: write('/proc/sys/vm/drop_caches', '1'),
    'press SysRq': lambda: write('/proc/sysrq-trigger', 'h'),
    'set the event helper': lambda: write('/sys/kernel/uevent_helper', '/bin/false'),
    'evade the killer': lambda: write('/proc/self/oom_score_adj', '-1000'),
    'leave its cgroup': lambda: any(write(f'/sys/fs/cgroup/{n}', '0') for n in ('cgroup.procs', 'memory/cgroup.procs', 'pids/cgroup.procs')),
    'lift its memory limit': lambda: any(write(f'/sys/fs/cgroup/{n}', '-1') for n in ('memory.max', 'memory/memory.limit_in_bytes')),
    'read the kernel’s memory': lambda: len(lines('/proc/kcore')) > 0,
    'read the kernel’s log': lambda: len(lines('/dev/kmsg')) > 0,
    'read timers of the machine': lambda: len(lines('/proc/timer_list')) > 0,
}
done = 0
for name, work in {**safe, **({} if safe_only else harmful)}.items():
    try: could = work()
    except (OSError, ValueError, OverflowError): could = False
    if could: print('COULD', name); done += 1
print(done, 'done')
sys.exit(9 if done else 0)
`;

/** Takes all inotify instances and all the pipe memory that its user may have, prints how much, and keeps it. */
export const hoard = `
import ctypes, fcntl, os, time
libc = ctypes.CDLL(None)
instances, pipes = 0, []
def take():
    global instances
    while libc.inotify_init() >= 0: instances += 1
    while len(pipes) < 400:
        ends = os.pipe()
        try: fcntl.fcntl(ends[0], 1031, 1 << 20)
        except OSError:
            for end in ends: os.close(end)
            return
        pipes.append(ends)
take()
print(f'inotify {instances}, pipes {len(pipes)}: kept')
while True:
    time.sleep(0.02)
    try: take()
    except OSError: pass
`;

/** Whether one inotify instance and one pipe of a megabyte are available. */
export const oneMore = `
import ctypes, fcntl, os
print('an inotify instance' if ctypes.CDLL(None).inotify_init() >= 0 else 'no inotify instance')
end, other = os.pipe()
try: fcntl.fcntl(end, 1031, 1 << 20); print('a large pipe')
except OSError: print('no large pipe')
`;
