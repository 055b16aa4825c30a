import { type Classroom, type Person, textOf } from '../../../classroom/server.ts';
import { isVerdict } from '../../../src/cli/try/tour.ts';

/**
 * How often each student was notified of a verdict, as seen in Discord: by a message of the bot in their DM that becomes a verdict, or by
 * one in the class channel that mentions them. Editing a message that already shows a verdict is no notification.
 */
export class Notifications {
  readonly #shown = new Map<string, boolean>();
  readonly #counts = new Map<string, number>();
  readonly #asked = new Map<string, number>();

  constructor({ world }: Classroom, students: readonly Person[], classChannel: string) {
    const byDm = new Map(students.map((student) => [student.dmChannel.id, student.id]));
    world.listen((happening) => {
      if (happening.kind !== 'message' || happening.change === 'deleted') return;
      const { payload } = happening.message;
      if (payload.author.id !== world.bot.user.id || happening.message.onlyFor !== null) return;
      const now = isVerdict(textOf(payload));
      const before = this.#shown.get(payload.id) ?? false;
      this.#shown.set(payload.id, now);
      const owner = byDm.get(payload.channel_id);
      if (owner !== undefined && now && !before) this.#count(owner);
      if (payload.channel_id === classChannel && happening.change === 'created')
        for (const { id } of payload.mentions) this.#count(id);
    });
  }

  #count(student: string): void {
    this.#counts.set(student, this.of(student) + 1);
  }

  of(student: string): number {
    return this.#counts.get(student) ?? 0;
  }

  /** Counts one more verification that the student asks for. */
  asked(student: string): void {
    this.#asked.set(student, this.askedBy(student) + 1);
  }

  askedBy(student: string): number {
    return this.#asked.get(student) ?? 0;
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  get totalAsked(): number {
    return [...this.#asked.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Students who were notified more or less often than they asked. */
  odd(students: readonly Person[]): readonly string[] {
    return students
      .filter(({ id }) => this.of(id) !== this.askedBy(id))
      .map(({ id, name }) => `${name} asked ${this.askedBy(id)} times and was notified ${this.of(id)} times`);
  }
}
