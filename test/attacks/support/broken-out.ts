/** Programs for Node in a box, outside of every container: what a student's code could do next after a fault of runc or BuildKit. */

/** Tampers with the folder that the worker sees. Each success is printed as `COULD …`. */
export const meddle = `
const fs = require('node:fs'), net = require('node:net');
const dial = (path) => new Promise((resolve, reject) => net.connect(path).on('connect', resolve).on('error', reject));
const replace = (name) => { fs.unlinkSync('/box/' + name); fs.symlinkSync('/run/engine/docker.sock', '/box/' + name); };
const tries = {
  'dial supervisor.sock': () => dial('/box/supervisor.sock'),
  'dial engine.sock': () => dial('/box/engine.sock'),
  'list the folder': () => fs.readdirSync('/box'),
  'look at a socket': () => fs.lstatSync('/box/engine.sock'),
  'write a file': () => fs.writeFileSync('/box/x', Buffer.alloc(1000)),
  'make a folder': () => fs.mkdirSync('/box/folder'),
  'make a link': () => fs.symlinkSync('/', '/box/link'),
  'give a socket another name': () => fs.linkSync('/box/engine.sock', '/box/other'),
  'lend a socket of its own': () => fs.linkSync('/run/engine/docker.sock', '/box/mine'),
  'rename a socket': () => { fs.renameSync('/box/engine.sock', '/box/renamed'); fs.renameSync('/box/renamed', '/box/engine.sock'); },
  'listen in the folder': () => new Promise((resolve, reject) => net.createServer().on('error', reject).listen('/box/own.sock', resolve)),
  'change a socket’s mode': () => fs.chmodSync('/box/engine.sock', 0o666),
  'change the folder’s mode': () => fs.chmodSync('/box', 0o777),
  'take the folder': () => fs.chownSync('/box', process.getuid(), process.getgid()),
  'follow the supervisor in': () => fs.readdirSync('/proc/' + supervisor() + '/root/box'),
  'put a link in place of engine.sock': () => replace('engine.sock'),
  'put a link in place of supervisor.sock': () => replace('supervisor.sock'),
};
function supervisor() {
  return fs.readdirSync('/proc').find((pid) => /^\\d+$/.test(pid) && pid !== String(process.pid) && fs.readFileSync('/proc/' + pid + '/cmdline', 'utf8').includes('/opt/box/supervisor.ts'));
}
(async () => {
  let done = 0;
  for (const [name, attempt] of Object.entries(tries))
    try { await attempt(); console.log('COULD', name); done++; } catch (error) { if (error instanceof TypeError) console.log('BROKEN', name, error.message); }
  console.log(done, 'done');
  process.exit(0);
})();
`;

/** Where this user can create a file: path, device and kind of each file system, as JSON. */
export const writable = `
const fs = require('node:fs');
const mounts = fs.readFileSync('/proc/self/mountinfo', 'utf8').trim().split('\\n').map((line) => {
  const [before, after] = line.split(' - ');
  return { path: before.split(' ')[4], kind: after.split(' ')[0] };
});
// What /proc and /sys let write is no file, and is tried elsewhere.
const files = mounts.filter(({ path }) => !/^\\/(proc|sys)(\\/|$)/.test(path));
const found = files.filter(({ path }) => {
  try {
    if (!fs.statSync(path).isDirectory()) { fs.closeSync(fs.openSync(path, 'r+')); return true; }
    const file = path.replace(/\\/$/, '') + '/dockhand-try';
    fs.closeSync(fs.openSync(file, 'wx'));
    fs.unlinkSync(file);
    return true;
  } catch { return false; }
});
console.log(JSON.stringify(found.map(({ path, kind }) => ({ path, kind, device: fs.statSync(path).dev }))));
`;

/**
 * For a shell, as the engine's user: becomes root of the engine's own namespaces, where the layers of the warmed disk are mounted, and
 * tries to change them. Prints its successes, and how many layers it tried.
 */
export const rewriteLayers = `
engine=$(grep -lx dockerd /proc/[0-9]*/comm | head -n 1 | cut -d / -f 3)
exec nsenter -t "$engine" -U -m -S 0 -G 0 sh -c '
tried=0
could() { echo "COULD $1 in $2"; }
attempt() {
  touch "$1/written" && could write "$1"
  chmod 777 "$1" && could chmod "$1"
  mount -o remount,bind,rw "$1" && could remount "$1"
  touch "$1/written" && could "write after that" "$1"
  mount --bind "$1" /tmp/again && mount -o remount,bind,rw /tmp/again && could "remount a second mount" "$1"
  touch /tmp/again/written && could "write to a second mount" "$1"
  umount /tmp/again
}
mkdir -p /tmp/again
mounted() {
  while read -r _ _ _ _ point _; do
    case $point in /data/overlay2/*/diff) echo "$point" ;; esac
  done < /proc/self/mountinfo
}
for layer in $(mounted); do
  tried=$((tried + 1))
  attempt "$layer"
done 2> /dev/null
attempt /warm/data 2> /dev/null
mkdir -p /tmp/own && touch /tmp/own/written && echo "wrote to a folder of its own"
echo "tried $tried layers"'
`;
