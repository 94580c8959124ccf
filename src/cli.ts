#!/usr/bin/env node
// argv to command, errors to exit codes. The only user of commander. A command is loaded when it runs, as most of the time
// that a short run takes is the loading of modules.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { CommitOptions } from './commands/build-series.ts';
import type { BurndownOptions } from './commands/burndown.ts';
import type { CheckOptions } from './commands/check.ts';
import type { ExplainFormat } from './commands/explain.ts';
import type { PatchOptions } from './commands/patch.ts';
import type { DiffOptions } from './commands/print-diff.ts';
import type { ScanFormat } from './commands/print-ledger.ts';
import type { ReviewOptions } from './commands/review.ts';
import type { Selection } from './commands/selection.ts';
import { EXIT, type World } from './commands/world.ts';
import { Interrupted, UserError } from './errors.ts';
import { packageInfo } from './io/package-info.ts';
import { openMessages, openOutput } from './io/terminal/streams.ts';
import { terminalTrouble } from './io/terminal/terminal.ts';
import { visible } from './text/printable.ts';

const { version, description } = packageInfo();

const stdout = openOutput(process.stdout);
const stderr = openMessages(process.stderr);

const world: World = {
  cwd: process.cwd(),
  version,
  stdout,
  stderr,
  async readStdin() {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString('utf8');
  },
};

function list(value: string, previous: readonly string[] | undefined): string[] {
  const items = value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  if (items.length === 0) throw new InvalidArgumentError('Give at least one id.');
  return [...(previous ?? []), ...items];
}

function glob(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

function choosing(command: Command): Command {
  return command
    .option('--only <ids>', 'take only these transforms, as in sleep,event', list)
    .option('--skip <ids>', 'leave these transforms out', list)
    .addOption(
      new Option('--level <level>', 'the lowest confidence that is taken without asking').choices(['safe', 'review']),
    )
    .option('--decisions <file>', 'take what this JSON file accepts; - reads standard input')
    .option('--exclude <glob>', 'leave files out; may be repeated', glob)
    .option('--config <file>', 'instead of [tool.degreen] in pyproject.toml, or degreen.toml')
    .option('--finish', 'also what is right only when nothing else is left; else list what stands in the way');
}

function number(value: string): number {
  if (!/^[1-9]\d{0,3}$/.test(value)) throw new InvalidArgumentError('Give a number from 1.');
  return Number(value);
}

function bugs(value: string, previous: readonly string[] | undefined): string[] {
  const found = /^#?(\d+)$/.exec(value)?.[1];
  if (found === undefined) throw new InvalidArgumentError('Give the number of a bug.');
  return [...(previous ?? []), found];
}

function word(value: string): string {
  if (!/^[\w.+/-]+$/.test(value)) throw new InvalidArgumentError('Give one word of letters, digits, dots and dashes.');
  return value;
}

function committing(command: Command): Command {
  return command
    .option('--signoff', 'sign the commits off, as you')
    .option('--change-id', "add Gerrit's Change-Ids, the same when the series is made again on this branch")
    .option('--new-change-ids', 'the same with ids that no series had before')
    .option('--bug <number>', 'a bug that the series closes; may be repeated', bugs)
    .option('--blueprint <name>', 'the blueprint that the series implements', word)
    .option('--split <depth>', 'a patch for each of the first folders of paths, so many deep', number)
    .option('--guard', 'a last patch lets the project forbid what the series takes out')
    .option('--exec <command>', 'run this in a scratch work tree after each patch; it has to succeed');
}

let code: number = EXIT.done;
const program = new Command('degreen');

program
  .description(description)
  .version(version)
  .exitOverride()
  .configureOutput({
    writeOut: (text) => void stdout.print(text).catch(() => undefined),
    writeErr: sayLines,
    // What commander suggests stands on a line of its own; every other end of a line is of what was typed.
    outputError: (text) => sayLines(text.trimEnd().replace(/\n(?!\(Did you mean [^\n]*\)$)/g, visible)),
  })
  .showHelpAfterError('(degreen --help lists the commands)')
  .argument('[paths...]', 'files or folders; the current folder where there is none')
  .addHelpText(
    'after',
    `
Without a command: the review of PATH on a terminal, elsewhere its dry-run diff.

Levels:  safe    keeps behaviour; taken without asking
         review  has a note that says what may change; taken with --level review
         manual  left as it is, with the reason

Examples:
  degreen scan nova/            what there is, and what will become of it
  degreen review                accept or skip each hunk, then write patches or files
  degreen diff | git apply      the safe rewrites
  degreen apply --level review --only sleep,semaphore
  degreen explain sleep         what one transform does, and when it is safe`,
  );
const streams = { stdin: process.stdin, stdout: process.stdout };

async function runReview(paths: readonly string[], options: ReviewOptions): Promise<number> {
  const { review } = await import('./commands/review.ts');
  return review(world, paths, options, streams);
}

async function runDiff(paths: readonly string[], options: DiffOptions): Promise<number> {
  const { diff } = await import('./commands/diff.ts');
  return diff(world, paths, options);
}

choosing(program).action(async (paths: string[], options: Selection) => {
  const shown = terminalTrouble(streams.stdin, streams.stdout) === undefined;
  code = shown ? await runReview(paths, options) : await runDiff(paths, options);
});

choosing(program.command('review').description('the interactive session: accept or skip each hunk, then write'))
  .argument('[paths...]')
  .option('--fresh', 'start again, without the saved decisions')
  .action(async (paths: string[], _: unknown, command: Command) => {
    code = await runReview(paths, command.optsWithGlobals<ReviewOptions>());
  });

choosing(program.command('scan').description('the ledger: every reference, what it is, what will become of it'))
  .argument('[paths...]')
  .addOption(
    new Option('--format <format>', 'how to print it').choices(['text', 'json', 'sarif', 'markdown']).default('text'),
  )
  .action(async (paths: string[], _: unknown, command: Command) => {
    const { scan } = await import('./commands/scan.ts');
    code = await scan(world, paths, command.optsWithGlobals<Selection & { format: ScanFormat }>());
  });

choosing(program.command('diff').description('dry run: one unified diff that `git apply` takes; writes nothing'))
  .argument('[paths...]')
  .option('--check', 'exit 1 where there would be changes')
  .option('--stat', 'a summary of the changed files instead of the diff')
  .action(async (paths: string[], _: unknown, command: Command) => {
    code = await runDiff(paths, command.optsWithGlobals<DiffOptions>());
  });

committing(
  choosing(program.command('apply').description('write the accepted hunks into the work tree: all files or none')),
)
  .argument('[paths...]')
  .option('--allow-dirty', 'also write files with uncommitted changes')
  .option('--commit', 'commit them on the current branch, one commit for each primitive; takes the flags of patch')
  .action(async (paths: string[], _: unknown, command: Command) => {
    const options = command.optsWithGlobals<Selection & CommitOptions & { allowDirty?: boolean; commit?: boolean }>();
    const shaping = ['signoff', 'changeId', 'newChangeIds', 'bug', 'blueprint', 'split', 'guard', 'exec'];
    const alone = options.commit ? undefined : shaping.find((name) => command.getOptionValue(name) !== undefined);
    if (alone)
      throw new UserError(`--${alone.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} goes with --commit`);
    if (options.commit) {
      const { applyCommits } = await import('./commands/patch.ts');
      code = await applyCommits(world, paths, options);
    } else {
      const { apply } = await import('./commands/apply.ts');
      code = await apply(world, paths, options);
    }
  });

committing(
  choosing(program.command('patch').description('a patch series, one patch for each primitive, proved with git am')),
)
  .argument('[paths...]')
  .option('-o, --output <folder>', 'where the patches go; a folder that is empty or new')
  .option('--branch <name>', 'make the commits on a new branch')
  .option('--force', 'replace the branch')
  .option('--topic <name>', 'the topic for the review', word)
  .option('--blame-ignore', 'print the lines for .git-blame-ignore-revs')
  .action(async (paths: string[], _: unknown, command: Command) => {
    const { patch } = await import('./commands/patch.ts');
    code = await patch(world, paths, command.optsWithGlobals<PatchOptions>());
  });

program
  .command('check')
  .description('the guard for CI: exit 1 where a reference is new against the baseline')
  .argument('[paths...]')
  .option('--write-baseline', 'record what is there')
  .option('--baseline <file>', 'instead of .degreen-baseline.json in the root')
  .option('--strict', 'exit 1 also where the baseline has what is gone')
  .option('--finish', 'exit 1 also while anything stands in the way of the end, and list it')
  .addOption(
    new Option('--format <format>', 'how to print it').choices(['text', 'json', 'sarif', 'github']).default('text'),
  )
  .option('--only <ids>', 'check only these transforms, as in sleep,event', list)
  .option('--skip <ids>', 'leave these transforms out', list)
  .option('--exclude <glob>', 'leave files out; may be repeated', glob)
  .option('--config <file>', 'instead of [tool.degreen] in pyproject.toml, or degreen.toml')
  .action(async (paths: string[], _: unknown, command: Command) => {
    const { check } = await import('./commands/check.ts');
    code = await check(world, paths, command.optsWithGlobals<CheckOptions>());
  });

program
  .command('guard')
  .description("a diff that lets the project's own linters forbid what it does not use any more")
  .argument('[path]')
  .option('--only <names>', 'forbid these: ids of transforms, or dotted names', list)
  .action(async (path: string | undefined, _: unknown, command: Command) => {
    const options = command.optsWithGlobals<Selection>();
    const foreign = ['skip', 'level', 'decisions', 'exclude', 'config', 'finish'].find((name) => name in options);
    if (foreign) throw new UserError(`--${foreign} does not apply to guard`, 'It looks at all files, as linters do.');
    const { guard } = await import('./commands/guard.ts');
    code = await guard(world, path === undefined ? [] : [path], options);
  });

program
  .command('burndown')
  .description("how the references fell over the project's git history, along first parents")
  .argument('[path]', 'a file or folder; the whole project where the current folder is its top')
  .option('--since <date>', 'from when: a day, a month, a year, "3 months ago", a tag or commit')
  .option('--until <date>', 'until when, that day included')
  .option('--every <interval>', 'a point for each day, week, month, or so many commits; default week')
  .option('--tags [glob]', 'the points are tags instead: all, or those that fit')
  .addOption(
    new Option('--format <format>', 'how to print it')
      .choices(['text', 'json', 'mermaid', 'svg', 'html'])
      .default('text'),
  )
  .option('-o, --output <file>', 'write it to a file instead of standard output')
  .option('--exclude <glob>', 'leave files out; may be repeated', glob)
  .option('--config <file>', 'instead of [tool.degreen] in pyproject.toml, or degreen.toml')
  .action(async (path: string | undefined, _: unknown, command: Command) => {
    const { burndown } = await import('./commands/burndown.ts');
    code = await burndown(world, path, command.optsWithGlobals<BurndownOptions>(), process.stdout.columns);
  });

program
  .command('explain')
  .description('the page of a transform or of a dotted name; without NAME, the list, or a table as markdown')
  .argument('[name]')
  .addOption(new Option('--format <format>', 'how to print').choices(['text', 'markdown']).default('text'))
  .action(async (name: string | undefined, options: { format?: ExplainFormat }) => {
    const { explain } = await import('./commands/explain.ts');
    code = await explain(world, name, options);
  });

// A reader that stops reading, like `head`, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done);
  stderr.say(`degreen: standard output cannot be written (${error.code})`);
  process.exit(EXIT.usage);
});

try {
  await program.parseAsync();
} catch (error) {
  code = report(error);
}
process.exitCode = code;

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof UserError) {
    stderr.say(`degreen: ${error.message}`);
    if (error.cure) stderr.say(error.cure);
    for (const line of error.output) stderr.say(line);
    return EXIT.usage;
  }
  if (error instanceof Interrupted) {
    stderr.say(`degreen: ${error.message}`);
    process.kill(process.pid, error.signal);
    return EXIT.usage;
  }
  if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return EXIT.done;
  sayLines(`degreen: a bug of degreen: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return EXIT.bug;
}

function sayLines(text: string): void {
  for (const line of text.trimEnd().split('\n')) stderr.say(line);
}
