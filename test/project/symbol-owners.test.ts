// Who owns which name: nothing public is without an owner, nothing has two, and nobody gets a sentence that says nothing.
// The names are those of a real eventlet, listed by scripts/list-public-names.py.
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Registry } from '../../src/project/symbol-owners.ts';
import { loadRegistry } from '../../src/registry.ts';
import type { Reference, Role, StatementContext, Transform } from '../../src/transform.ts';

const publicNames: readonly string[] = JSON.parse(
  readFileSync(new URL('../data/public-names.json', import.meta.url), 'utf8'),
);

const GENERIC = /known to degreen/;

let registry: Registry;
let claims: readonly { readonly path: string; readonly name: string; readonly transform: Transform }[];
let unsupported: Transform;

beforeAll(async () => {
  registry = await loadRegistry();
  claims = registry.transforms.flatMap((transform) =>
    transform.owns.flatMap(({ name, aliases = [] }) => [name, ...aliases].map((path) => ({ path, name, transform }))),
  );
  const found = registry.transforms.find(({ id }) => id === 'unsupported');
  if (!found) throw new Error('there is no transform `unsupported`');
  unsupported = found;
});

const NOWHERE: StatementContext = {
  context: undefined,
  held: undefined,
  clause: undefined,
  raised: false,
  inTuple: false,
  member: undefined,
  givenAs: undefined,
};

/** Looks only at what `unsupported` reads of a reference. */
function adviceOn(name: string, path = name, role: Role = 'value'): string {
  const reference = { name, path, role, setting: () => NOWHERE } as Reference;
  const advice = unsupported.propose(reference, { helper: undefined });
  if (advice.kind !== 'advice') throw new Error(`${path} is rewritten by the transform that rewrites nothing`);
  return advice.message;
}

describe('claims', () => {
  it('come from each file of the folder, and one of them explains the rest', () => {
    const files = readdirSync(new URL('../../transforms/', import.meta.url)).filter((file) => file.endsWith('.ts'));
    expect(registry.transforms.map(({ id }) => `${id}.ts`).sort()).toEqual(files.sort());
    expect(registry.transforms.filter(({ roots = [] }) => roots.length > 0)).toEqual([unsupported]);
  });

  it('come with a place in a series that is known', () => {
    const rewriting = registry.transforms.filter(({ roots }) => !roots);
    expect(rewriting.length).toBeGreaterThan(1);
    expect(rewriting.filter(({ position }) => position === undefined).map(({ id }) => id)).toEqual([]);
  });

  it('never meet: no name and no alias is claimed twice', () => {
    const paths = claims.map(({ path }) => path);
    expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([]);
  });

  it('are what the registry answers, aliases under their canonical name', () => {
    const wrong = claims.filter(({ path, name, transform }) => {
      const owner = registry.ownerOf(path);
      return owner?.transform !== transform || owner.name !== name;
    });
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});

describe('public names', () => {
  it('are listed at all', () => {
    expect(publicNames.length).toBeGreaterThan(500);
    expect(publicNames).toContain('eventlet.queue.Empty');
    expect(publicNames).not.toContain('eventlet.queue.heapq');
  });

  it('have an owner that knows more of them than the package', () => {
    const orphans = publicNames.filter((path) => {
      const owner = registry.ownerOf(path);
      return !owner || owner.name === path.split('.')[0];
    });
    expect(orphans).toEqual([]);
  });

  it('get advice of their own where they are not rewritten', () => {
    const generic = publicNames.filter((path) => {
      const owner = registry.ownerOf(path);
      return owner?.transform === unsupported && GENERIC.test(adviceOn(owner.name, path));
    });
    expect(generic).toEqual([]);
  });
});

describe('advice', () => {
  it('names what nobody knows, wherever the registry stops', () => {
    for (const name of ['eventlet', 'eventlet.unheard', 'eventlet.unheard.of']) {
      expect(adviceOn(name, 'eventlet.unheard.of')).toMatch(GENERIC);
    }
    expect(adviceOn('eventlet.wsgi', 'eventlet.wsgi.unheard_of')).toMatch(
      /^eventlet\.wsgi\.unheard_of .*known to degreen/,
    );
    expect(adviceOn('eventlet.wsgi')).toMatch(/^The module eventlet\.wsgi /);
  });

  it('depends on the role where that changes what is to be done', () => {
    const timeout = (role: Role) => adviceOn('eventlet.timeout.Timeout', 'eventlet.Timeout', role);
    expect(new Set([timeout('call'), timeout('except'), timeout('base'), timeout('string')]).size).toBe(4);
  });

  it('is one plain sentence, which the page has too', () => {
    for (const { name } of unsupported.owns) {
      const [, second = ''] = unsupported.explain(name).does;
      expect(second, name).toBe(adviceOn(name));
      expect(second, name).toMatch(/^[^\s].{20,165}\.$/);
      expect(second, name).not.toMatch(/\. /);
    }
  });

  it('is found under every alias and for what lies below', () => {
    const page = unsupported.explain('eventlet.timeout.Timeout');
    expect(page.does.join(' ')).toContain('eventlet.Timeout');
    expect(unsupported.explain('eventlet.Timeout')).toEqual(page);
    expect(unsupported.explain('eventlet.Timeout.cancel')).toEqual(page);
    expect(unsupported.explain('eventlet.green.socket.create_connection').equivalent).toBe('socket');
    expect(unsupported.explain().look.join(' ')).toContain('eventlet.tpool.Proxy');
  });
});
