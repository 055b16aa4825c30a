import { defineFailure, type Failure } from '../failure.ts';
import { runAgain } from '../next.ts';

/** Ports of the student's machine. */
export const portFailures: readonly Failure[] = [
  defineFailure({
    id: 'port-in-use',
    phase: 'create',
    about: 'port',
    when: [
      'Bind for <address> failed: port is already allocated',
      'port is already allocated',
      'Ports are not available',
      'bind: address already in use',
      'bind: Only one usage of each socket address',
      'listen tcp … address already in use',
      'Error starting userland proxy: … address already in use',
      'failed to bind host port … address already in use',
      'failed to bind port',
      'all ports are allocated',
    ],
    cause:
      'Something on your machine already uses that port: another container, or a server that you started by hand.',
    cure: 'Stop the other one, or take another number on the left: `-p 8001:{{port}}`.',
    next: 'docker ps',
    examples: [
      'docker: Error response from daemon: driver failed programming external connectivity on endpoint boring_sinoussi (25923f08): Bind for 0.0.0.0:8000 failed: port is already allocated',
      'Error response from daemon: Ports are not available: exposing port TCP 0.0.0.0:8000 -> 127.0.0.1:0: listen tcp 0.0.0.0:8000: bind: address already in use',
      'Error starting userland proxy: listen tcp4 0.0.0.0:18998: bind: address already in use',
      'Ports are not available: exposing port TCP 0.0.0.0:5432 -> 0.0.0.0:0: listen tcp 0.0.0.0:5432: bind: Only one usage of each socket address (protocol/network address/port) is normally permitted.',
      'failed to set up container networking: driver failed programming external connectivity on endpoint web (abc): failed to bind host port for 0.0.0.0:8000:172.17.0.2:8000/tcp: address already in use',
    ],
  }),
  defineFailure({
    id: 'port-reserved',
    phase: 'create',
    about: 'port',
    when: [
      'An attempt was made to access a socket in a way forbidden by its access permissions',
      'une tentative d’accès à un socket de manière interdite',
      'Der Zugriff auf einen Socket war aufgrund der Zugriffsrechte des Sockets unzulässig',
      'Intento de acceso a un socket no permitido por sus permisos de acceso',
    ],
    cause:
      'Windows does not give that port away: it keeps whole ranges for Hyper-V and WSL, or another program has it.',
    cure: 'Take another number on the left: `-p 8001:{{port}}`. What is reserved changes when Windows restarts.',
    next: 'netsh interface ipv4 show excludedportrange protocol=tcp',
    examples: [
      'Error response from daemon: Ports are not available: exposing port TCP 0.0.0.0:8000 -> 127.0.0.1:0: listen tcp 0.0.0.0:8000: bind: An attempt was made to access a socket in a way forbidden by its access permissions.',
      'listen tcp 0.0.0.0:5000: bind: Une tentative d’accès à un socket de manière interdite par ses autorisations d’accès a été tentée.',
    ],
  }),
  defineFailure({
    id: 'port-mapping-invalid',
    phase: 'create',
    about: 'port',
    when: [
      'invalid hostPort: <word>',
      'docker: invalid containerPort: <word>',
      'Invalid ip address',
      'invalid publish opts format',
      "invalid port specification: '<word>'",
      "invalid argument '<word>' for '-p, --publish'",
      'invalid IP address in … port',
      'No port specified',
    ],
    cause:
      'The port mapping is not a pair of ports: it is `-p` with your machine’s port, a colon, the container’s port.',
    cure: 'Write two numbers from 1 to 65535, without spaces.',
    next: runAgain,
    examples: [
      'docker: invalid hostPort: 80000',
      'docker: invalid containerPort: 8000/tcpp.',
      'invalid argument "8000:" for "-p, --publish" flag: No port specified: 8000:<empty>',
      'docker: Error response from daemon: invalid port specification: "abc"',
    ],
  }),
  defineFailure({
    id: 'port-not-allowed',
    phase: 'create',
    about: 'port',
    when: [
      'bind: permission denied',
      'cannot expose privileged port',
      "Error: You don't have permission to access that port",
    ],
    cause: 'Ports below 1024 need more rights than you have.',
    cure: 'Take a higher one on the left: `-p 8000:80`.',
    next: runAgain,
    examples: [
      'Error starting userland proxy: listen tcp4 0.0.0.0:80: bind: permission denied',
      'rootlessport cannot expose privileged port 80, you can add net.ipv4.ip_unprivileged_port_start=80',
    ],
  }),
];
