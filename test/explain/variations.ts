/** Other forms in which the same output may arrive. Each keeps the content, and says where its first line went. */
export interface Variation {
  readonly name: string;
  readonly apply: (output: string) => string;
}

const lines = (change: (line: string, at: number) => string) => (output: string) =>
  output.split('\n').map(change).join('\n');

export const variations: readonly Variation[] = [
  { name: 'in colours', apply: lines((line) => `\u001b[31m${line}\u001b[0m`) },
  { name: 'with colours whose escape was lost', apply: lines((line) => `[91m${line}[0m`) },
  { name: 'with Windows line ends', apply: lines((line) => `${line}\r`) },
  { name: 'of BuildKit’s plain log', apply: lines((line, at) => `#12 ${at}.345 ${line}`) },
  { name: 'of BuildKit’s excerpt', apply: lines((line, at) => `${at}.345 ${line}`) },
  { name: 'of docker compose', apply: lines((line) => `web-1  | ${line}`) },
  { name: 'of docker-compose', apply: lines((line) => `shop_web_1  | ${line}`) },
  { name: 'of docker logs -t', apply: lines((line) => `2026-03-01T10:00:00.123456789Z ${line}`) },
  { name: 'quoted', apply: lines((line) => `> ${line}`) },
  { name: 'moved in', apply: lines((line) => `    ${line}`) },
  {
    name: 'in a fence, between words',
    apply: (output) => `hi, I get this:\n\`\`\`\n${output}\n\`\`\`\nwhat can I do?`,
  },
  {
    name: 'behind prompts and harmless lines',
    apply: (output) =>
      `ada@laptop:~/shop/backend$ docker build -t shop .\nSending build context to Docker daemon  12.3kB\n${output}\nada@laptop:~/shop/backend$ `,
  },
  {
    name: 'after a long log',
    apply: (output) =>
      `${'#5 sha256:8a1e25ce7c4f75e372e9884f8f7b1bedcfe4a7a7d452eb4b0a1c7477c9a90345 12.3MB\n'.repeat(50)}${output}`,
  },
  {
    name: 'with typographic quotes',
    apply: (output) => output.replace(/"([^"\n]*)"/g, '“$1”').replaceAll("'", '’'),
  },
];
