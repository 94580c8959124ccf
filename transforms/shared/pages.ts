// The pages of names that are explained and not rewritten, put together from what is known of the name and of its group.
import type { Example, Page, WorkGroup } from '../../src/transform.ts';

/** What there is to say about a name, and about every name below it. */
export interface Row extends Subject {
  /** Other names of the same object. */
  readonly same?: readonly string[];
  /** Names of other objects that the same sentence holds for, with what is different about each. */
  readonly also?: Readonly<Record<string, Partial<Subject>>>;
  /** The id of the work that it is part of. */
  readonly group: string;
  /** What it is in the standard library, or the nearest thing. */
  readonly use?: string;
  /** The same for the page alone, where there is nothing that a mock could name. */
  readonly instead?: string;
  /** One sentence: what to do, and what changes. */
  readonly say: string;
  /** Where these are not those of the group. */
  readonly why?: string;
  readonly safe?: Safe;
}

/** When a change is safe: one sentence, or one that can stand alone in a table and those that follow it. */
type Safe = string | readonly string[];

/** One object: what it does in eventlet, and code with and without it; `{name}` and `{import}` stand for its name. */
export interface Subject extends Example {
  readonly does: string;
}

/** What the pages of a group have in common. */
export interface Chapter extends WorkGroup {
  readonly why: string;
  readonly safe: Safe;
  readonly look: string;
  readonly references: readonly string[];
}

/** The page of one name; `roles` is what else there is to look at. */
export function pageOf(name: string, row: Row, chapter: Chapter, roles: readonly string[] = []): Page {
  const own: Subject = { ...row, ...row.also?.[name] };
  const safe = row.safe ?? chapter.safe;
  const [brief = '', ...more] = typeof safe === 'string' ? [safe] : safe;
  const names = row.same ? [`The same object is also called ${row.same.join(', ')}.`] : [];
  return {
    equivalent: row.use ?? row.instead ?? '',
    does: [own.does, row.say, ...names],
    why: [row.why ?? chapter.why],
    example: { before: written(own.before, name), after: written(own.after, name) },
    safe: [[brief, ...more].join(' ')],
    brief,
    look: [...roles, chapter.look],
    references: chapter.references,
  };
}

function written(code: string, name: string): string {
  return code.replaceAll('{name}', name).replaceAll('{import}', importOf(name));
}

function importOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? `import ${name}` : `from ${name.slice(0, dot)} import ${name.slice(dot + 1)}`;
}

/** A row of a module of eventlet.green: what is not said of it follows from its name. */
export function greenRow(name: string, row: Omit<Row, keyof Subject | 'group'> & Partial<Subject>): Row {
  const plain = row.use ?? '';
  return {
    group: 'green-modules',
    does: `A copy of ${plain} whose blocking calls let other green threads run while they wait.`,
    before: `${importOf(name)}\n`,
    after: `${importOf(plain)}\n`,
    ...row,
  };
}
