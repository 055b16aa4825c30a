import type { Command } from 'commander';
import { openStandalone } from '../../classroom/standalone.ts';
import { operatorLocale, words } from '../wording/wording.ts';
import { printNote } from './output.ts';
import { portNumber } from './port-option.ts';

const say = words('cli.classroom', {
  en: {
    about: 'start a local Discord, for Dockhand or for any other bot, until it is stopped',
    port: 'port of its page, its REST API and its gateway; 0 takes any',
    token: 'the token that a bot has to log in with',
  },
});

/** Adds `dockhand classroom`. */
export function register(program: Command): void {
  program
    .command('classroom')
    .description(say(operatorLocale, 'about'))
    .option('--port <port>', say(operatorLocale, 'port'), portNumber, 4_000)
    .option('--token <token>', say(operatorLocale, 'token'), 'classroom-token')
    .action(async ({ port, token }: { readonly port: number; readonly token: string }) => {
      const { classroom, introduction } = await openStandalone({ port, token });
      printNote(introduction);
      await new Promise<void>((resolve) => {
        process.once('SIGINT', () => resolve());
        process.once('SIGTERM', () => resolve());
      });
      await classroom.close();
    });
}
