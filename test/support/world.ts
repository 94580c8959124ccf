// A world for commands that run in the test's own process: what they print is kept, and their transforms are any.
import type { World } from '../../src/commands/world.ts';
import type { Registry } from '../../src/project/symbol-owners.ts';

/** A world, and what was printed in it. */
export interface KeptWorld {
  readonly world: World;
  readonly stdout: () => string;
  readonly stderr: () => string;
}

/** A world, with a registry of its own where one is given. */
export function worldOf(cwd: string, registry: Registry | undefined): KeptWorld {
  const out: string[] = [];
  const said: string[] = [];
  const keep = async (chunk: string | Uint8Array) => void out.push(Buffer.from(chunk).toString());
  return {
    world: {
      cwd,
      version: '0.0.0',
      ...(registry ? { registry } : {}),
      stdout: { colour: false, mark: '', print: keep, write: keep },
      stderr: {
        say: (line, head) => void said.push(`${head ? `${head.word} ` : ''}${line}\n`),
        progress: () => undefined,
      },
      readStdin: async () => '',
    },
    stdout: () => out.join(''),
    stderr: () => said.join(''),
  };
}
