// Transforms of the made-up library that have more, or less, to say of a rewrite than that it is safe.
import { advise, becomes, type FileProposal, NOTHING, replace, use } from '../../src/transform.ts';
import { made } from './made-transform.ts';

/** `lib.guess(n)` → `time.sleep(n)`, as a draft: nobody has shown that it is the same. */
const guess = made({
  id: 'guess',
  owns: [{ name: 'lib.guess' }],
  propose: ({ role, span }) =>
    role === 'call'
      ? {
          kind: 'proposal',
          level: 'draft',
          title: 'guess(n) → time.sleep(n)',
          note: 'See that nobody interrupts it.',
          becomes: becomes('time.sleep'),
          changes: [replace(span, use('time.sleep'))],
        }
      : advise('It is not called.'),
});

/** `lib.hunch(x)` → `None`, as a draft that leaves nothing of what it holds. */
const hunch = made({
  id: 'hunch',
  owns: [{ name: 'lib.hunch' }],
  propose: ({ call }) =>
    call
      ? {
          kind: 'proposal',
          level: 'draft',
          title: 'hunch(x) → None',
          note: 'See that nobody needs it.',
          becomes: NOTHING,
          changes: [replace(call.span, 'None')],
        }
      : advise('It is not called.'),
});

/** `lib.Crate(n)` → `list(n)`, left where it is made of nothing; a test of its type goes with all that are made. */
const crate = made({
  id: 'crate',
  owns: [{ name: 'lib.Crate' }],
  propose({ call, span, typeTest, makers }) {
    const shared = { kind: 'proposal', becomes: becomes('builtins.list'), changes: [replace(span, 'list')] } as const;
    if (typeTest) return { ...shared, level: 'safe', title: 'Crate → list', requires: makers('project') };
    if (!call || call.arguments.length === 0) return advise('It is made of nothing.');
    const level = call.arguments.length > 1 ? 'draft' : 'review';
    return { ...shared, level, title: 'Crate(n) → list(n)', note: 'See what is in it.' };
  },
});

/** `lib.first_end(n)` and `lib.last_end(n)` → `abs(n)` and `int(n)`: right only where all of them are rewritten. */
const ends = ['first', 'last'].map((which) =>
  made({
    id: `${which}-end`,
    owns: [{ name: `lib.${which}_end` }],
    propose: ({ call, span }) =>
      call
        ? {
            kind: 'proposal',
            level: which === 'first' ? 'safe' : 'review',
            title: `${which}_end(n)`,
            note: 'See the other end.',
            becomes: NOTHING,
            together: 'ends',
            changes: [replace(span, which === 'first' ? 'abs' : 'int')],
          }
        : advise('It is not called.'),
  }),
);

/** `lib.execute(f, n)` → `f(n)`: right when nothing else is left, and a draft until then. */
const execute = made({
  id: 'execute',
  owns: [{ name: 'lib.execute' }],
  propose({ call }) {
    const [f, ...rest] = call?.arguments ?? [];
    if (!call || !f) return advise('It is not called.');
    return {
      kind: 'proposal',
      level: 'draft',
      title: 'execute(f, n) → f(n)',
      note: 'See that nothing else needs its thread.',
      becomes: NOTHING,
      finish: { level: 'review', before: 'draft' },
      changes: [replace(call.span, `${f.value.text}(${rest.map(({ value }) => value.text).join(', ')})`)],
    };
  },
});

/** `lib.begin()` as a statement goes when nothing else is left; until then it must stay. */
const begin = made({
  id: 'begin',
  owns: [{ name: 'lib.begin' }],
  position: 1,
  propose(reference) {
    const own = reference.ownStatement();
    if (!own) return advise('It is part of something.');
    return {
      kind: 'proposal',
      level: 'safe',
      title: 'begin() → dropped',
      becomes: NOTHING,
      finish: { level: 'safe', before: advise('It goes when nothing else is left.') },
      changes: [own.remove()],
    };
  },
});

/** The line of `lib` in files of requirements goes when nothing else is left, and a release note may be added to setup.cfg. */
const finish = made({
  id: 'finish',
  owns: [],
  propose: () => advise('It owns nothing.'),
  finish: ({ texts, imports }) =>
    texts.flatMap(({ path, text }): FileProposal[] => {
      if (path.endsWith('setup.cfg'))
        return [
          {
            path,
            level: 'draft',
            title: 'say so',
            note: 'Say it well.',
            edits: [{ start: 0, end: 0, text: '# done\n' }],
          },
        ];
      if (!path.endsWith('requirements.txt')) return [];
      const names = imports('greenlib') ? 'lib' : 'lib|greenlib';
      return [...text.matchAll(new RegExp(`^(${names})\\b.*\\r?\\n`, 'gm'))].map(({ index, 0: line }) => {
        const title = `${line.trim()} → dropped`;
        return { path, level: 'safe', title, edits: [{ start: index, end: index + line.length, text: '' }] };
      });
    }),
});

/** The transforms of this file. */
export const LEVELLED = [guess, hunch, crate, execute, begin, finish, ...ends];
