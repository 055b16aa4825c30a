import { LRUCache } from 'lru-cache';
import { lessonAmong, lessonIn } from '../../lesson/lesson-in.ts';
import type { LessonWithTree } from '../../library/library.ts';
import type { GuildSettings, Records, Student } from '../../records/records.ts';
import type { Locale } from '../../wording/wording.ts';
import { aboutLesson, formAboutLesson } from '../render/lesson/which-lesson.ts';
import type { Message } from '../render/message.ts';
import type { CommandCall } from './command-call.ts';
import type { CommandResponse } from './command-response.ts';

/** Places whose lesson is kept in memory, for autocomplete. */
const maxHeld = 20_000;

export interface LessonResolverOptions {
  readonly records: Pick<Records, 'lessonChoices'>;
  /** All lessons that are usable now. */
  readonly all: () => readonly LessonWithTree[];
}

/**
 * Resolves which lesson a request is about: the one that its button was made for, else the student's choice, else the channel's,
 * else the class's. A choice of a lesson that no longer exists is ignored. If there is only one lesson, nothing is looked up.
 */
export class LessonResolver {
  readonly #options: LessonResolverOptions;
  /** The lesson that each place was last resolved to. */
  readonly #last = new LRUCache<string, string>({ max: maxHeld });

  constructor(options: LessonResolverOptions) {
    this.#options = options;
  }

  get all(): readonly LessonWithTree[] {
    return this.#options.all();
  }

  get areSeveral(): boolean {
    return this.all.length > 1;
  }

  /** The slug of the lesson that a student's request is about. */
  async ofStudent(call: CommandCall, student: Student, guild: GuildSettings): Promise<string> {
    if (!this.areSeveral) return guild.lesson;
    if (call.lesson !== undefined && this.#has(call.lesson)) return call.lesson;
    const place = await this.ofPlace(call, guild);
    const own = await this.#options.records.lessonChoices.own(student, place);
    const lesson = own !== null && this.#has(own) ? own : place;
    this.#last.set(keyOf(call), lesson);
    return lesson;
  }

  /** The lesson of the class, or of the channel that a request comes from. */
  async ofPlace(call: CommandCall, guild: GuildSettings): Promise<string> {
    if (!this.areSeveral || call.guild === null || call.channel === null) return guild.lesson;
    const { lessonChoices } = this.#options.records;
    const own = await lessonChoices.ofChannel(guild.id, call.channel);
    // A thread has its parent channel's lesson unless it was given one itself.
    const lesson =
      own ?? (call.parent === undefined ? null : await lessonChoices.ofChannel(guild.id, call.parent));
    return lesson !== null && this.#has(lesson) ? lesson : guild.lesson;
  }

  /** The lesson as known from memory, for autocomplete. */
  fromMemory(call: CommandCall, guild: GuildSettings | null): string | null {
    const last = this.areSeveral ? this.#last.get(keyOf(call)) : undefined;
    return (last !== undefined && this.#has(last) ? last : null) ?? guild?.lesson ?? null;
  }

  /** Clears the cache after a choice, which may affect any place. */
  forget(): void {
    this.#last.clear();
  }

  /** Finds the lesson that somebody means by its slug or title, or a prefix of one; null if none or several match. */
  like(wanted: string, locale: Locale): LessonWithTree | null {
    const said = wanted.trim().toLowerCase();
    const named = this.all.map((installed) => ({
      installed,
      names: [installed.lesson.slug, lessonIn(installed.lesson, locale).title.toLowerCase()],
    }));
    const exact = named.find(({ names }) => names.includes(said));
    if (exact !== undefined) return exact.installed;
    if (said === '') return null;
    for (const fits of [(name: string) => name.startsWith(said), (name: string) => name.includes(said)]) {
      const found = named.filter(({ names }) => names.some(fits));
      if (found.length === 1) return found[0]?.installed ?? null;
    }
    return null;
  }

  /** Choices for an option that takes a lesson. */
  choices(typed: string, locale: Locale): readonly { readonly name: string; readonly value: string }[] {
    const said = typed.trim().toLowerCase();
    return this.all
      .map(({ lesson }) => ({
        name: `${lessonIn(lesson, locale).title} (${lesson.slug})`.slice(0, 100),
        value: lesson.slug,
      }))
      .filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(said))
      .slice(0, 25);
  }

  /** Adds the lesson's name to an answer if there are several lessons. */
  about(locale: Locale, response: CommandResponse, slug: string): CommandResponse {
    switch (response.show) {
      case 'reply':
      case 'update':
        return { ...response, message: this.label(locale, response.message, slug) };
      case 'modal': {
        const lesson = lessonAmong(this.all, slug, locale);
        return lesson === null ? response : { ...response, modal: formAboutLesson(response.modal, lesson) };
      }
      case 'nothing':
        return response;
    }
  }

  /** The same for a message. */
  label(locale: Locale, message: Message, slug: string): Message {
    const lesson = lessonAmong(this.all, slug, locale);
    return lesson === null ? message : aboutLesson(locale, message, lesson);
  }

  #has(slug: string): boolean {
    return this.all.some(({ lesson }) => lesson.slug === slug);
  }
}

const keyOf = ({ user, guild, channel }: CommandCall): string => `${user}/${guild ?? ''}/${channel ?? ''}`;
