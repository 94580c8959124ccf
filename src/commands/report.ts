// What the reports of a project have in common.
import type { Ledger } from '../ledger/build-ledger.ts';
import type { Report } from '../reporters/scan/scan-report.ts';
import type { LoadedProject } from './load-project.ts';
import type { World } from './world.ts';

/** The report of a project without its hunks and without the work that is left. */
export function reportOf({ version }: World, { plan, tree, base }: LoadedProject, ledger: Ledger): Report {
  return {
    version,
    library: [...plan.registry.library.roots].join(', '),
    root: tree.root,
    base,
    ledger,
    hunks: [],
    work: [],
    transforms: plan.registry.transforms,
    process: plan.running,
    skipped: plan.skipped,
    bugs: plan.bugs,
  };
}
