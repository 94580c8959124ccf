// Transforms of the made-up library whose modules others of the standard library take the place of.
import { advise, becomes, NOTHING, type Reference, replace, type Transform, use } from '../../src/transform.ts';
import { made } from './made-transform.ts';

/** The modules that are copies of others, as their names say. */
const MODULES = ['socket', 'ssl', 'http.client', 'urllib.request'];

/** What the other module does not have. */
const unlike = (uses: readonly Reference[]) => uses.find(({ path }) => path.endsWith('.trampoline'));

/** `from lib.green import socket` → `import socket`. `strict(x)` becomes `create_default_context()` of the module. */
const green = made({
  id: 'green',
  owns: MODULES.map((name) => ({ name: `lib.green.${name}` })),
  propose: ({ path }) => advise(`${path} is not reached by an import of its module.`),
  proposeImport({ name, uses, guard }) {
    const missing = unlike(uses);
    const module = name.slice('lib.green.'.length);
    if (missing) return advise(`Line ${missing.line} uses ${missing.path}, which ${module} does not have.`);
    if (guard === 'conditional') return advise('It is imported under a condition.');
    const adapted = uses.flatMap(({ path, call }) =>
      path.endsWith('.strict') && call ? [replace(call.span, use(`${module}.relaxed`), '()')] : [],
    );
    return {
      kind: 'proposal',
      level: module.includes('.') ? 'review' : 'safe',
      ...(module.includes('.') ? { note: 'Its classes are others.', together: 'copies' } : {}),
      title: `${name} → ${module}`,
      becomes: becomes(module),
      imports: { module },
      changes: adapted,
    };
  },
});

/** `lib.green.socket.wake()`, which belongs to another transform, goes. */
const wake = made({
  id: 'wake',
  owns: [{ name: 'lib.green.socket.wake' }],
  propose(reference) {
    const own = reference.ownStatement();
    return own
      ? { kind: 'proposal', level: 'safe', title: 'wake() → dropped', becomes: NOTHING, changes: [own.remove()] }
      : advise('It is part of something.');
  },
});

/** `lib.fetch(x)` → `ssl.create(x)`: it needs a module that an import may become. */
const fetch = made({
  id: 'fetch',
  owns: [{ name: 'lib.fetch' }],
  propose: ({ role, span }) =>
    role === 'call'
      ? {
          kind: 'proposal',
          level: 'safe',
          title: 'fetch → ssl.create',
          becomes: becomes('ssl.create'),
          changes: [replace(span, use('ssl.create'))],
        }
      : advise('It is not called.'),
});

/** All of them. */
export const IMPORTING: readonly Transform[] = [green, wake, fetch];
