// What a command that was asked for the end says of it on stderr: that it is offered, or what stands in the way.
import { styleOf } from '../reporters/markup/terminal-style.ts';
import { formatFinish } from '../reporters/scan/finish-report.ts';
import type { FinishReport } from '../reporters/scan/scan-report.ts';
import type { LoadedProject } from './load-project.ts';
import type { World } from './world.ts';

/** The places of a group that a summary shows. */
const MOST_PLACES = 3;

/** What is known of the end; undefined where it was not asked for. */
export function finishReportOf({ plan, blockers }: LoadedProject): FinishReport | undefined {
  if (!blockers) return undefined;
  const { library, transforms } = plan.registry;
  return {
    library: [...library.roots].join(', '),
    hunks: plan.hunks.filter(({ finish }) => finish),
    blockers,
    transforms,
  };
}

/** Says in short what is known of the end, where it was asked for. */
export function sayFinish(world: Pick<World, 'stderr'>, prepared: LoadedProject): void {
  const report = finishReportOf(prepared);
  const style = styleOf({ colour: false, mark: '' });
  const lines = report ? formatFinish(report, style, { most: MOST_PLACES, all: 'degreen scan --finish' }) : [];
  for (const line of lines) world.stderr.say(line);
}
