import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Files with a server's certificate for localhost, and with that of the authority that signed it. */
export interface Certificates {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** Creates an authority of this name, and a certificate signed by it, in a folder of that name. */
export async function certificates(folder: string, name: string): Promise<Certificates> {
  const dir = join(folder, name);
  await mkdir(dir);
  const openssl = (args: string): void =>
    void execFileSync('openssl', args.split(' '), { cwd: dir, stdio: 'ignore' });
  openssl(`req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=${name}`);
  openssl('req -newkey rsa:2048 -nodes -keyout key.pem -out cert.csr -subj /CN=localhost');
  await writeFile(join(dir, 'names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  openssl(
    'x509 -req -in cert.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out cert.pem -days 2 -extfile names',
  );
  return { ca: join(dir, 'ca.pem'), cert: join(dir, 'cert.pem'), key: join(dir, 'key.pem') };
}
