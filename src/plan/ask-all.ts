// Asks about all references of all files, those that go together once. What a transform wants to know of another answer is
// asked first, whichever file comes first; of what asks about each other in a circle, none is told of the next one.
import type { AnalyzedFile } from '../project/analyzed-file.ts';
import type { Registry } from '../project/symbol-owners.ts';
import type { FoundReference } from '../python/references.ts';
import { groupBy } from '../text/group-by.ts';
import type { Becomes, Requirement } from '../transform.ts';
import { type Answered, type Answers, AskedInCircle, type Planning, readAnswers } from './ask.ts';
import { answerImports } from './ask-import.ts';
import { becomesAt } from './hunks/becomes-at.ts';

/** A question that waits for its answer. */
interface Question {
  readonly file: FileQuestions;
  readonly reference: FoundReference;
  /** What it asks about at this moment. */
  asks?: string;
}

interface FileQuestions {
  readonly model: AnalyzedFile;
  readonly ask: Answers;
  /** Asks about the imports, once: what is reached through those that are answered is decided with them. */
  readonly askImports: () => void;
  readonly answers: Map<FoundReference, Answered>;
  /** The references to each owned name, in their order. */
  readonly byName: () => ReadonlyMap<string | undefined, readonly FoundReference[]>;
}

/** Asks about every reference; gives the answers of each file in the order of its references. */
export function askAll(
  models: readonly AnalyzedFile[],
  registry: Registry,
  rest: Omit<Planning, 'becomesOf'>,
): (model: AnalyzedFile) => readonly Answered[] {
  const waiting: Question[] = [];
  /** What is never told, as the one that asks would wait for itself. */
  const untold = new Set<string>();
  const files = new Map<string, FileQuestions>();

  const planning: Planning = { ...rest, becomesOf };
  for (const model of models) {
    let byName: ReturnType<FileQuestions['byName']> | undefined;
    const ask = readAnswers(model, registry, planning);
    const answers: FileQuestions['answers'] = new Map();
    let begun = false;
    files.set(model.path, {
      model,
      ask,
      askImports() {
        if (begun) return;
        begun = true;
        for (const answered of answerImports(model, registry, planning, ask.see))
          for (const member of answered.members) answers.set(member, answered);
      },
      answers,
      byName: () => (byName ??= groupBy(model.references, ({ path }) => registry.ownerOf(path)?.name)),
    });
  }

  function becomesOf({ path, at }: Requirement): Becomes | undefined {
    const file = files.get(path);
    const reference = file?.model.references.find(({ span }) => span.start === at);
    const asking = waiting.at(-1);
    const asks = asking && `${asking.file.model.path} ${asking.reference.span.start} ${path} ${at}`;
    if (!file || !reference || (asks !== undefined && untold.has(asks))) return undefined;
    if (asking && asks !== undefined) asking.asks = asks;
    const { answer, members = [], imported: binding } = answerOf(file, reference) ?? {};
    if (answer?.kind !== 'proposal' || (!binding && members.some(({ trouble }) => trouble))) return undefined;
    return becomesAt({ ...answer, imports: binding && { binding } }, reference);
  }

  /** The answer that decides a reference: what comes before it may decide it too, and is asked first. */
  function answerOf(file: FileQuestions, reference: FoundReference): Answered | undefined {
    file.askImports();
    const owner = registry.ownerOf(reference.path);
    for (const each of (owner && file.byName().get(owner.name)) ?? []) {
      if (file.answers.has(reference)) break;
      const one = file.answers.has(each) ? undefined : registry.ownerOf(each.path);
      if (one) decide(file, each, one);
    }
    return file.answers.get(reference);
  }

  function decide(file: FileQuestions, reference: FoundReference, owner: Answered['owner']): void {
    const circle = waiting.findIndex((each) => each.file === file && each.reference === reference);
    const first = waiting[circle];
    if (first) {
      for (const { asks } of waiting.slice(circle)) if (asks !== undefined) untold.add(asks);
      throw new AskedInCircle(first.reference);
    }
    for (let answered: Answered | undefined; !answered; ) {
      waiting.push({ file, reference });
      try {
        answered = file.ask.answer(reference, owner);
        for (const member of answered.members) file.answers.set(member, answered);
      } catch (error) {
        if (!(error instanceof AskedInCircle) || error.from !== reference) throw error;
      } finally {
        waiting.pop();
      }
    }
  }

  return (model) => {
    const file = files.get(model.path);
    file?.askImports();
    const all = new Set<Answered>();
    for (const reference of file?.model.references ?? []) {
      const owner = registry.ownerOf(reference.path);
      if (!file || !owner) continue;
      if (!file.answers.has(reference)) decide(file, reference, owner);
      const answered = file.answers.get(reference);
      if (answered) all.add(answered);
    }
    return [...all];
  };
}
