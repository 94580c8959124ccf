// The same commit has the same verdict: what tests draw at random is the same in each run. DEGREEN_SEED draws something else.
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.DEGREEN_SEED ?? 20_261_122) });
