// Transforms of libraries that do not exist, for tests of the engine.
import type { Page, Transform } from '../../src/transform.ts';

/** A transform with a page and a piece of work that nobody reads. */
export function made(own: Pick<Transform, 'id' | 'owns' | 'propose'> & Partial<Transform>): Transform {
  const example = { before: '', after: '' };
  const page: Page = { equivalent: '', does: [''], why: [''], example, safe: [''], look: [''], references: [''] };
  const work = [{ id: own.id, area: 'Made up', title: own.id, draft: '', example }];
  return { title: own.id, work, explain: () => page, ...own };
}
