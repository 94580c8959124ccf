// Globs over paths, matched in time with the product of their lengths: no number of wildcards makes one slow. `*` and `?` stop
// at a `/`, `**` between slashes stands for any folders, `[a-z]` for one of characters, `{a,b}` for one of texts.

/** Why a text is no glob: one clause. */
export interface BadGlob {
  readonly reason: string;
}

/** Whether a glob fits a text. */
export type Glob = (text: string) => boolean;

const LONGEST = 1000;
const MOST_ALTERNATIVES = 1000;

/** One place of a pattern: any run of characters, any one, or one that fits. */
type Token = '*' | '?' | ((character: string) => boolean);

/**
 * Reads a glob.
 * @param slash - whether `/` is a character like others, as in the name of a tag.
 */
export function readGlob(glob: string, slash: 'separates' | 'like others' = 'separates'): Glob | BadGlob {
  if (glob.length > LONGEST) return { reason: `is longer than ${LONGEST} characters` };
  if (/(?<!\\)[@!?*+]?\(/.test(glob))
    return { reason: 'holds a parenthesis, which is not understood; write {a,b} or \\(' };
  const negated = glob.startsWith('!');
  const plain = glob.slice(negated ? 1 : 0).replace(/^\.\//, '');
  const alternatives = alternativesOf(plain);
  if (!alternatives) return { reason: `stands for more than ${MOST_ALTERNATIVES} alternatives` };
  const matchers = alternatives.map((each) => (slash === 'separates' ? pathMatcher(each) : nameMatcher(each)));
  return (text) => matchers.some((fits) => fits(text)) !== negated;
}

/** The texts that braces stand for; undefined where they are too many. */
function alternativesOf(glob: string): string[] | undefined {
  const done: string[] = [];
  const waiting = [glob];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const braces = bracesIn(next);
    if (!braces) done.push(next);
    else for (const part of braces.parts.reverse()) waiting.push(braces.before + part + braces.after);
    if (done.length + waiting.length > MOST_ALTERNATIVES) return undefined;
  }
  return done;
}

/** The first braces with a comma in them. */
function bracesIn(glob: string): { before: string; parts: string[]; after: string } | undefined {
  const open: { at: number; commas: number[] }[] = [];
  let first: { before: string; parts: string[]; after: string } | undefined;
  for (let at = 0; at < glob.length; at++) {
    const character = glob[at];
    if (character === '\\') at++;
    else if (character === '{') open.push({ at, commas: [] });
    else if (character === ',') open.at(-1)?.commas.push(at);
    else if (character === '}') {
      const braces = open.pop();
      if (!braces || braces.commas.length === 0) continue;
      const cuts = [braces.at, ...braces.commas, at];
      const parts = cuts.slice(1).map((cut, index) => glob.slice((cuts[index] ?? 0) + 1, cut));
      first = { before: glob.slice(0, braces.at), parts, after: glob.slice(at + 1) };
      if (open.length === 0) return first;
    }
  }
  return first;
}

function nameMatcher(glob: string): Glob {
  const tokens = tokensOf(glob);
  return (name) => fits(tokens, [...name]);
}

/** Segment by segment; `**` is a run of segments as `*` is one of characters. */
function pathMatcher(glob: string): Glob {
  const segments = glob.split('/').map((segment) => (segment === '**' ? '**' : tokensOf(segment)));
  // What is in a folder is at least one name: `*/**` leaves the files at the top alone.
  if (segments.at(-1) === '**') segments.push(tokensOf('*'));
  return (path) => {
    const names = path.split('/').map((name) => [...name]);
    return matchRuns(
      segments,
      names,
      (segment) => segment === '**',
      (segment, name) => {
        // A star alone is a whole name, and no name is empty.
        return segment !== '**' && (name.length > 0 || segment.length === 0) && fits(segment, name);
      },
    );
  };
}

function fits(tokens: readonly Token[], characters: readonly string[]): boolean {
  return matchRuns(
    tokens,
    characters,
    (token) => token === '*',
    (token, character) => {
      return token === '?' || (typeof token === 'function' && token(character));
    },
  );
}

/** Whether a pattern fits all of a list. Only the last run can be the one that has to be longer. */
function matchRuns<Part, One>(
  pattern: readonly Part[],
  list: readonly One[],
  isRun: (part: Part) => boolean,
  fitsOne: (part: Part, one: One) => boolean,
): boolean {
  let [at, place] = [0, 0];
  let run: { readonly part: number; place: number } | undefined;
  while (place < list.length) {
    const part = pattern[at];
    const one = list[place];
    if (at < pattern.length && part !== undefined && isRun(part)) {
      run = { part: at, place };
      at++;
    } else if (at < pattern.length && part !== undefined && one !== undefined && fitsOne(part, one)) {
      at++;
      place++;
    } else if (run) {
      run.place++;
      [at, place] = [run.part + 1, run.place];
    } else return false;
  }
  return pattern.slice(at).every(isRun);
}

function tokensOf(glob: string): Token[] {
  const tokens: Token[] = [];
  const characters = [...glob];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    const close =
      character === '[' ? characters.indexOf(']', at + 2 + Number(/[!^]/.test(characters[at + 1] ?? ''))) : -1;
    if (character === '*') {
      if (tokens.at(-1) !== '*') tokens.push('*');
    } else if (character === '?') tokens.push('?');
    else if (close > 0) {
      tokens.push(oneOf(characters.slice(at + 1, close)));
      at = close;
    } else {
      const literal = character === '\\' ? (characters[++at] ?? '\\') : character;
      tokens.push((one) => one === literal);
    }
  }
  return tokens;
}

/** `[a-z]`, or with `!` or `^` what is not in it. */
function oneOf(content: readonly string[]): (character: string) => boolean {
  const negated = /^[!^]$/.test(content[0] ?? '');
  const body = negated ? content.slice(1) : content;
  return (character) => {
    const inside = body.some((each, index) => {
      if (body[index + 1] === '-' && body[index + 2] !== undefined)
        return each <= character && character <= (body[index + 2] ?? '');
      return each === character && !(each === '-' && index > 0 && index < body.length - 1);
    });
    return inside !== negated;
  };
}
