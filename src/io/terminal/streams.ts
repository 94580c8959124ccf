// Standard output and standard error: the one way to a terminal or a log. What is written for people is made visible here,
// whatever the message was put together from; what programs read stays as it is, unless a terminal would show it.
import { randomUUID } from 'node:crypto';
import { visible, visibleLines, visibleMessage, visibleSource } from '../../text/printable.ts';

/** Standard output. */
export interface Output {
  readonly colour: boolean;
  /** Stands for the control character of our own colours in what is printed; nobody else can know it. */
  readonly mark: string;
  /** Text for people: lines, which may have colours. */
  print(text: string): Promise<void>;
  /** What programs read: diffs, JSON, names of files. */
  write(chunk: string | Uint8Array): Promise<void>;
}

/** A coloured word before a message. */
export interface Head {
  readonly word: string;
  readonly look: 'red' | 'yellow';
}

/** Standard error. */
export interface Messages {
  /** Says one line; ends of lines in it are shown, and begin none. */
  say(line: string, head?: Head): void;
  /** Shows how far something is, over what was shown before; without a text that goes away. Only on a terminal. */
  progress(text: string | undefined): void;
}

const LOOKS = { red: 31, yellow: 33 } as const;

/** Opens standard output. */
export function openOutput(stream: NodeJS.WriteStream): Output {
  const send = (chunk: string | Uint8Array) =>
    new Promise<void>((resolve, reject) => {
      stream.write(chunk, (error) => (error ? reject(error) : resolve()));
    });
  const mark = `\u0000${randomUUID()}`;
  return {
    colour: hasColour(stream),
    mark,
    print: (text) => send(visibleLines(text, mark)),
    write(chunk) {
      if (stream.isTTY !== true) return send(chunk);
      return send(visibleSource(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8')));
    },
  };
}

/** Opens standard error. */
export function openMessages(stream: NodeJS.WriteStream): Messages {
  const colour = hasColour(stream);
  return {
    say(line, head) {
      const word = head && (colour ? `\u001b[${LOOKS[head.look]}m${head.word}\u001b[39m ` : `${head.word} `);
      stream.write(`${word ?? ''}${visibleMessage(line)}\n`);
    },
    progress(text) {
      if (stream.isTTY === true) stream.write(`\r\u001b[K${visible(text ?? '')}`);
    },
  };
}

function hasColour(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}
