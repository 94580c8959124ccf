// From a key to the next session. One table says what each key does, when it is valid and what the help says of it.

import { DECIDING } from './decision-keys.ts';
import { FINISHING } from './exit-keys.ts';
import type { Command, Frame } from './key-command.ts';
import { MOVING } from './navigation-keys.ts';
import { editPrompt } from './prompts.ts';
import type { Session } from './session.ts';

/** All commands, as the help lists them. */
export const COMMANDS: readonly Command[] = [...DECIDING, ...MOVING, ...FINISHING];

/** The commands of the footer by their weight: a narrow one shows the first. */
const FOOTER =
  `accept accept-draft skip enter patches branch work-tree view accept-file accept-transform undo edit own-text next why finish
  filter files next-any more go assign redo export back`.split(/\s+/);

/** What the footer always ends with. */
const ALWAYS = ['help', 'quit'];

/** The keys as a person may have changed them: the id of a command to its keys. */
export type Keymap = ReadonlyMap<string, readonly string[]>;

/** The keys of a command. */
export function keysOf({ id, keys }: Command, keymap: Keymap): readonly string[] {
  return keymap.get(id) ?? keys;
}

/**
 * Why a keymap cannot be: a command that does not exist, or two that one key would mean at the same time; undefined where
 * it can.
 */
export function keymapTrouble(keymap: Keymap): { readonly id: string; readonly message: string } | undefined {
  for (const [id, keys] of keymap) {
    const own = COMMANDS.find((command) => command.id === id);
    if (!own)
      return { id, message: `there is no command \`${id}\`; known are ${COMMANDS.map((each) => each.id).join(', ')}` };
    const other = COMMANDS.find(
      (command) => command !== own && keysOf(command, keymap).some((key) => keys.includes(key)) && meet(own, command),
    );
    if (other) return { id, message: `\`${id}\` and \`${other.id}\` have one key` };
  }
  if (keymap.get('quit')?.length === 0) return { id: 'quit', message: '`quit` must have a key' };
  return undefined;
}

/** `p` may mean two things, as its two commands are never valid together: their own keys say which may. */
function meet(one: Command, other: Command): boolean {
  return !one.keys.some((key) => other.keys.includes(key));
}

/** The commands that are valid now, for the footer. */
export function validNow(session: Session): { readonly main: readonly Command[]; readonly always: readonly Command[] } {
  const pick = (ids: readonly string[]) =>
    ids.flatMap((id) => COMMANDS.find((command) => command.id === id && command.valid(session)) ?? []);
  return { main: pick(FOOTER), always: pick(ALWAYS) };
}

/** What a key makes of a session. A key that is not valid does nothing. */
export function press(session: Session, key: string, keymap: Keymap, frame: Frame): Session {
  if (session.prompt) return editPrompt(session, session.prompt, key);
  const command = COMMANDS.find((each) => keysOf(each, keymap).includes(key) && each.valid(session));
  return command ? command.run(session, frame) : session;
}
