// Transforms of the made-up library that need helper text: a section alone, one that needs another, and one of two names.
import { advise, becomes, replace, type Section, type Transform, use } from '../../src/transform.ts';
import { made } from './made-transform.ts';

const KEEPER: Section = {
  provides: ['Keeper'],
  methods: { Keeper: ['keep', 'kept'] },
  needs: [],
  imports: ['threading'],
  why: 'Nothing keeps one thing.',
  text: `class Keeper:
    """Keeps one thing."""

    def __init__(self):
        self._lock = threading.Lock()
        self._thing = None

    def keep(self, thing):
        with self._lock:
            self._thing = _shown(thing)

    def kept(self):
        return self._thing


def _shown(thing):
    return repr(thing)
`,
};

const BOX: Section = {
  provides: ['Box', 'box'],
  methods: { Box: ['put'] },
  needs: ['Keeper'],
  imports: ['collections', 'threading'],
  why: 'Nothing keeps many things.',
  text: `class Box:
    """Keeps many things, the last one apart."""

    def __init__(self):
        self._things = collections.deque()
        self._last = Keeper()
        self._lock = threading.Lock()

    def put(self, thing):
        with self._lock:
            self._things.append(thing)
            self._last.keep(thing)


def box():
    return Box()
`,
};

const ALONE: Section = {
  provides: ['alone'],
  methods: {},
  needs: [],
  imports: [],
  why: 'Nothing is alone.',
  text: `def alone():
    return None
`,
};

function helped(id: string, position: number, names: readonly string[], section: Section): Transform {
  return made({
    id,
    owns: names.map((name) => ({ name: `lib.${name}` })),
    position,
    helper: [section],
    propose({ name, role, span }, { helper }) {
      if (role !== 'call' || helper === undefined) return advise('It needs helper text.');
      const symbol = `${helper}.${name.slice('lib.'.length)}`;
      return {
        kind: 'proposal',
        level: 'safe',
        title: name,
        becomes: becomes(symbol),
        changes: [replace(span, use(symbol))],
      };
    },
  });
}

/** Those with helper text, not in the order of their places. */
export const HELPED: readonly Transform[] = [
  helped('box', 72, ['Box', 'box'], BOX),
  helped('alone', 73, ['alone'], ALONE),
  helped('keeper', 71, ['Keeper'], KEEPER),
];
