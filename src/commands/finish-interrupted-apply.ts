// What every command begins with, before anything of the project is read.
import { recover } from '../io/apply/recovery.ts';
import type { Location } from '../io/project-files.ts';
import type { World } from './world.ts';

/** Ends what an apply began that was interrupted, before anything is read; says so. */
export async function finishInterruptedApply(world: Pick<World, 'stderr'>, location: Location): Promise<void> {
  for (const line of await recover(location)) world.stderr.say(line);
}
