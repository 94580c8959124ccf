// What was asked of the contents of files. An answer that was worked out from it holds as long as nobody changes a file that
// was looked at, and every question has the answer that it had: so one need not work it out again to know.
import type { Observer, ProjectFile } from './project-file.ts';
import { holdsWord } from './word-index.ts';

/** What is asked of one file: whether it holds a word or a text, or whether a pattern fits somewhere. */
export interface Question {
  readonly kind: 'word' | 'text' | 'pattern';
  readonly text: string;
  /** Of a pattern. */
  readonly flags?: string;
}

/** A question with the files that it was asked of, and those of them that it fits. */
export interface AskedQuestion {
  readonly question: Question;
  /** Undefined for all Python files. */
  readonly of: ReadonlySet<string> | undefined;
  readonly fits: ReadonlySet<string>;
}

/** The answer of one file. */
export function answer({ kind, text, flags }: Question, bytes: Buffer): boolean {
  if (kind === 'word') return holdsWord(bytes, text);
  if (kind === 'text') return bytes.includes(text);
  return new RegExp(text, flags).test(bytes.toString('latin1'));
}

/** Whether a pattern fits somewhere in a file, one character for each byte; that is no look at the file. */
export function fitsPattern(file: ProjectFile, pattern: RegExp): boolean {
  const ask = () => pattern.test(file.bytes.toString('latin1'));
  return file.observer ? file.observer.ofFile(pattern, file.path, ask) : ask();
}

/** Notes what is asked of files. */
export class Trace implements Observer {
  /** The paths of the files that were looked at beyond questions. */
  readonly looked = new Set<string>();
  readonly #asked = new Map<string, AskedQuestion>();
  readonly #patterns = new Map<string, { question: Question; of: Set<string>; fits: Set<string> }>();
  #quiet = false;

  /** All questions, each once. */
  get asked(): readonly AskedQuestion[] {
    return [...this.#asked.values(), ...this.#patterns.values()];
  }

  /** The same files, whose bytes nobody sees unnoticed. */
  watch<File extends ProjectFile>(files: readonly File[]): File[] {
    return files.map((file) => {
      const seen = () => {
        if (!this.#quiet) this.looked.add(file.path);
        return file.bytes;
      };
      return Object.defineProperty({ ...file, observer: this }, 'bytes', { get: seen, enumerable: true });
    });
  }

  ofAll(kind: 'word' | 'text', text: string, ask: () => readonly ProjectFile[]): readonly ProjectFile[] {
    const found = this.quietly(ask);
    const fits = new Set(found.map(({ path }) => path));
    this.#asked.set(`${kind} ${text}`, { question: { kind, text }, of: undefined, fits });
    return found;
  }

  ofFile({ source, flags }: RegExp, path: string, ask: () => boolean): boolean {
    const fits = this.quietly(ask);
    const key = `${flags} ${source}`;
    const known = this.#patterns.get(key) ?? {
      question: { kind: 'pattern', text: source, flags },
      of: new Set(),
      fits: new Set(),
    };
    this.#patterns.set(key, known);
    known.of.add(path);
    if (fits) known.fits.add(path);
    return fits;
  }

  quietly<Result>(read: () => Result): Result {
    const before = this.#quiet;
    this.#quiet = true;
    try {
      return read();
    } finally {
      this.#quiet = before;
    }
  }
}
