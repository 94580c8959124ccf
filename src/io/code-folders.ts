// Where degreen's own code is. A build puts another module in the place of this one: there all of it is in one folder.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HOME = dirname(dirname(fileURLToPath(import.meta.url)));

/** The folders that hold degreen's own code: `src` and `transforms`. */
export const CODE_FOLDERS: readonly string[] = [HOME, join(HOME, '..', 'transforms')];
