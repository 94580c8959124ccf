// Draws frames with Ink and reads keys. What a look means in colours is said here and nowhere else: the sixteen of the
// terminal's own palette, so that they fit light and dark.
import { Box, type Key, Text, type TextProps, useInput } from 'ink';
import { useEffect, useSyncExternalStore } from 'react';
import type { Frame } from './frame.ts';
import { type Look, type Row, widthOf } from './rows.ts';

type Attributes = Pick<TextProps, 'color' | 'bold' | 'dimColor' | 'inverse' | 'underline'>;

const LOOKS: Readonly<Record<Look, Attributes>> = {
  strong: { bold: true },
  quiet: { dimColor: true },
  chosen: { bold: true, inverse: true },
  key: { color: 'cyan', bold: true },
  good: { color: 'green' },
  bad: { color: 'red' },
  warning: { color: 'yellow' },
  removed: { color: 'red' },
  added: { color: 'green' },
  'removed-part': { color: 'red', bold: true, inverse: true },
  'added-part': { color: 'green', bold: true, inverse: true },
  keyword: { color: 'magenta' },
  string: { color: 'cyan' },
  definition: { bold: true },
};

/** What the drawing needs. */
export interface AppProps {
  /** The frame to draw, and a way to hear of another one. */
  readonly frames: { read(): Frame; subscribe(listener: () => void): () => void };
  readonly colour: boolean;
  /** Whether the terminal shows more than ASCII. */
  readonly unicode: boolean;
  onKey(key: string): void;
  /** Called once it is drawn and takes keys. */
  onShown(): void;
}

/** The whole screen. */
export function App({ frames, colour, unicode, onKey, onShown }: AppProps) {
  const { rows } = useSyncExternalStore(frames.subscribe, frames.read);
  useInput((input, key) => {
    for (const name of keyNames(input, key)) onKey(name);
  });
  useEffect(onShown, [onShown]);
  return (
    <Box flexDirection="column">
      {rows.map((each, index) => (
        <Line key={index} row={each} colour={colour} unicode={unicode} />
      ))}
    </Box>
  );
}

function Line({ row, colour, unicode }: { row: Row; colour: boolean; unicode: boolean }) {
  // Ink gives a text without characters no row of its own.
  const empty = row.every(({ text }) => text === '');
  return (
    <Text wrap="truncate-end">
      {empty ? ' ' : ''}
      {row.map(({ text, look }, index) => (
        <Text key={index} {...attributes(look, colour)}>
          {unicode ? text : plain(text)}
        </Text>
      ))}
    </Text>
  );
}

function attributes(look: Look | undefined, colour: boolean): Attributes {
  if (look === undefined) return {};
  const { color, ...others } = LOOKS[look];
  return colour && color !== undefined ? { color, ...others } : others;
}

/** One column each, so that nothing moves. */
const PLAIN: Readonly<Record<string, string>> = {
  '✓': '+',
  '✗': 'x',
  '·': '.',
  '±': '~',
  '▸': '>',
  '→': '>',
  '←': '<',
  '↑': '^',
  '↓': 'v',
  '…': '~',
  '⋯': '.',
  '─': '-',
  '│': '|',
  '┃': '|',
  '█': '_',
  '×': 'x',
  '“': '"',
  '”': '"',
};

/** What a terminal without Unicode shows instead. */
function plain(text: string): string {
  return text.replace(/[^ -~]/gu, (character) => PLAIN[character] ?? '?'.repeat(widthOf(character)));
}

const NAMED: readonly (readonly [keyof Key, string])[] = [
  ['return', 'enter'],
  ['escape', 'escape'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  // What most terminals send for the key of that name.
  ['delete', 'backspace'],
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
];

/** The names of the keys in what the terminal sent: several where it sent several at once. */
export function keyNames(input: string, key: Key): string[] {
  const named = NAMED.find(([name]) => key[name]);
  if (named) return [named[1]];
  if (key.ctrl) return input.length === 1 ? [`ctrl-${input}`] : [];
  if (key.meta) return [];
  return [...input].map((character) => {
    const code = character.charCodeAt(0);
    return CONTROL[character] ?? (code < 0x20 ? `ctrl-${String.fromCharCode(code + 0x60)}` : character);
  });
}

/** What comes as one character and has a name. */
const CONTROL: Readonly<Record<string, string>> = {
  ' ': 'space',
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\b': 'backspace',
  '\u007f': 'backspace',
  '\u001b': 'escape',
};
