// What becomes of references: hunks, refusals, and the errors of transforms. Types only.

import type { AnalyzedFile } from '../../project/analyzed-file.ts';
import type { PatchSite } from '../../project/mocks/patch-site.ts';
import type { Owner } from '../../project/symbol-owners.ts';
import type { Value } from '../../python/dataflow/value.ts';
import type { LibraryBinding } from '../../python/import-bindings.ts';
import type { FoundReference } from '../../python/references.ts';
import type { Span } from '../../text/edits.ts';
import type { Becomes, Change, Level, Proposal, Requirement } from '../../transform.ts';
import type { Note } from './note.ts';

/** A rewrite a person accepts or skips; all hunks are changes to one unchanged baseline. */
export interface Hunk {
  /** `sleep:nova/compute/manager.py:Manager._loop:2`: survives line shifts. */
  readonly id: string;
  readonly transform: string;
  readonly path: string;
  /** The definitions around it, joined by dots. */
  readonly within: string;
  /** From 1. */
  readonly line: number;
  readonly level: Level;
  readonly title: string;
  /** What a person must know of it. */
  readonly notes: readonly Note[];
  readonly variant: string | undefined;
  /** What must be patched as long as anything is green: ids of groups. */
  readonly relies: readonly string[];
  /** Hunks without which this one makes no sense. */
  readonly requires: readonly string[];
  /** The objects that its transform wants rewritten with it; `requires` has the hunks. */
  readonly needs: readonly Requirement[];
  /** Whether it is right only when every other hunk is taken as well, as nothing may be left. */
  readonly finish: boolean;
  /** Hunks of one key are taken together or not at all. */
  readonly together: string | undefined;
  /** The import that it rewrites with all of its uses. */
  readonly imports?: ReplacedImport | undefined;
  /** Those of `requires` without which it would only leave an import that its file has no use for. */
  readonly ties?: readonly string[];
  readonly changes: readonly Change[];
  /** What the name becomes; undefined of what rewrites no use. */
  readonly becomes: Becomes | undefined;
  /** The canonical name of the object. */
  readonly name: string;
  readonly elsewhere: Proposal['elsewhere'];
  /** Whether it rewrites no use but something that stands for one: a mock, an attribute in another file. */
  readonly follows: boolean;
}

/** An import that one of another module takes the place of. */
export interface ReplacedImport {
  readonly binding: LibraryBinding;
  readonly module: string;
  /** Whether that one is in the file already, as what is imported where the first is not there. */
  readonly fallback: boolean;
}

/** A place of a file that stands for uses elsewhere: what replaces them while tests run. */
export interface DependentHunk {
  readonly site: Pick<PatchSite, 'kind' | 'span' | 'text' | 'quotes'>;
  /** From 1. */
  readonly line: number;
  /** The hunks of the uses. */
  readonly leaders: readonly Hunk[];
  /** The library's path of what is replaced, as it is reached. */
  readonly path: string;
  /** Its canonical name. */
  readonly name: string;
  /** Whether it is a use of an object that another file makes, and no mock. */
  readonly uses: boolean;
  /** Whether the uses are in files that its own does not import: it may stand for them, or for none. */
  readonly distant: boolean;
  /** What the mock replaces then; undefined where it is none, or does not move. */
  readonly symbol: string | undefined;
  readonly hunk: Hunk | undefined;
  /** Why there is no hunk. */
  readonly message: string | undefined;
}

/** Why there is no hunk: a sentence for a person, and a short clause without the place, to count by. */
export interface Refusal {
  readonly message: string;
  readonly reason: string;
}

/** The work that a place is part of, and what sets it apart there. */
export interface Task {
  readonly group: string;
  readonly detail: string | undefined;
}

/** What became of one reference: exactly one of a hunk and a message; a draft is a hunk that is still work for a person. */
export interface Outcome {
  readonly reference: FoundReference;
  readonly owner: Owner;
  readonly hunk: Hunk | undefined;
  readonly message: string | undefined;
  /** The message as a short clause, to count by. */
  readonly reason: string | undefined;
  /** What it is part of where there is no hunk. */
  readonly task: Task | undefined;
  /** The followed value, where this reference made one and was the first to do so. */
  readonly value: Value | undefined;
  /** The reference whose proposal decides it. */
  readonly decidedBy?: FoundReference;
}

/** A file with what was decided about it. */
export interface PlannedFile {
  readonly model: AnalyzedFile;
  readonly outcomes: readonly Outcome[];
  readonly followers: readonly DependentHunk[];
  /** The names of other files' imports that its mocks reach through their modules, whether they move or not. */
  readonly touches: readonly MockedImport[];
}

/** A mock that reaches an imported name through its module. */
export interface MockedImport {
  readonly path: string;
  readonly local: string;
  readonly span: Span;
}

/** A transform that threw, with the place. */
export interface Bug {
  readonly path: string;
  readonly line: number;
  readonly transform: string;
  readonly error: string;
}
