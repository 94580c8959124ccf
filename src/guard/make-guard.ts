// The guard of a project: what its own tools can forbid, put together. Which tools those are is read from its files.
import type { ProjectFile } from '../project/project-file.ts';
import type { Bans } from './banned-names.ts';
import { flake8Guard, localPlugins } from './flake8.ts';
import { hackingGuard, hackingUse } from './hacking.ts';
import { type ReadToml, ruffGuard, ruffUse } from './ruff.ts';
import { cannot, type GuardPart, type Texts } from './text-change.ts';

/** What can be done with the tools of a project; undefined where it has none that can forbid names. */
export function makeGuard(texts: Texts, library: string, bans: Bans, readToml: ReadToml): GuardPart | undefined {
  const plugins = localPlugins(texts);
  const ruff = ruffUse(texts, readToml);
  const hacking = hackingUse(texts);
  if (!plugins && !ruff && !hacking) return undefined;
  const parts: GuardPart[] = [];
  if (bans.free.length > 0) {
    if (bans.whole && hacking?.hasCheck) parts.push(hackingGuard(texts, library));
    else if (plugins) parts.push(flake8Guard(texts, library, bans.free));
    if (ruff) parts.push(ruffGuard(ruff, bans.free, readToml));
  }
  if (hacking && bans.whole && !hacking.hasCheck)
    parts.push(cannot(`hacking forbids ${library} from 8.0.0 on (H905), and ${hacking.file} allows older releases`));
  if (hacking && !bans.whole && !plugins && !ruff)
    parts.push(
      cannot(
        `hacking forbids ${library} as a whole (H905), which is still used; for single names this project would need checks of its own ([flake8:local-plugins]), or degreen check in its CI`,
      ),
    );
  return {
    changes: parts.flatMap((part) => part.changes).sort((a, b) => (a.path < b.path ? -1 : 1)),
    says: parts.flatMap((part) => part.says),
    cannot: parts.flatMap((part) => part.cannot),
  };
}

/** The text files of a project. */
export function textsOf(files: readonly Pick<ProjectFile, 'path' | 'bytes'>[]): Texts {
  const byPath = new Map(files.map((file) => [file.path, file.bytes]));
  return {
    paths: [...byPath.keys()],
    read(path) {
      const bytes = byPath.get(path);
      const text = bytes?.toString('utf8');
      return text !== undefined && bytes && Buffer.from(text).equals(bytes) ? text : undefined;
    },
  };
}
