// The program on the largest real tree, beside the others in corpus.test.ts: two processors are done at about the same time.
import { testTrees } from './corpus.ts';

await testTrees([{ name: 'nova', subsets: 30 }], 30);
