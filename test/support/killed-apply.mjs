// A process that writes with the built program's own modules, and at a given call of the file system gets a signal or an
// error, once or from there on. It says on stdout which calls there were and what came out.
import fs from 'node:fs';
import { recover, siteOf } from '../../dist/src/io/apply/recovery.js';
import { writeAll } from '../../dist/src/io/apply/write-files.js';
import { writeFolder } from '../../dist/src/io/git/series-folder.js';
import { openSessionFile } from '../../dist/src/io/session-file.js';

const { task, folder, at, fault, writes } = JSON.parse(process.argv[2]);
let number = 0;
const calls = [];

const disk = new Proxy(fs, {
  get(target, name) {
    const call = Reflect.get(target, name);
    if (typeof call !== 'function') return call;
    return (...args) => {
      calls.push(name);
      number++;
      if (fault.startsWith('SIG') && number === at) {
        // A write that ends half-way has written a half.
        if (fault === 'SIGKILL' && name === 'writeFileSync' && args[1].length > 0) writeHalf(...args);
        process.kill(process.pid, fault);
      }
      if ((fault === 'once' && number === at) || (fault === 'from then on' && number >= at))
        throw Object.assign(new Error('EIO: a failure that the test made'), { code: 'EIO' });
      return Reflect.apply(call, target, args);
    };
  },
});

function writeHalf(file, content) {
  const half = Buffer.from(content).subarray(0, content.length / 2);
  if (typeof file === 'number') fs.writeSync(file, half);
  else fs.writeFileSync(file, half);
}

const location = { root: folder, inGit: fs.existsSync(`${folder}/.git`), wanted: [''] };
const tasks = {
  async apply() {
    const all = writes.map(({ bytesBefore, bytesAfter, ...rest }) => ({
      ...rest,
      bytesBefore: Buffer.from(bytesBefore),
      bytesAfter: Buffer.from(bytesAfter),
    }));
    return (await writeAll(await siteOf(location, disk), all)) ?? 'written';
  },
  async recover() {
    return recover(location, disk);
  },
  async session() {
    const file = await openSessionFile(folder, disk);
    file.write('new');
    file.release();
    return 'kept';
  },
  async series() {
    writeFolder(
      { path: `${folder}/out`, exists: false },
      new Map(writes.map((each) => [each.path, each.bytesAfter])),
      disk,
    );
    return 'written';
  },
};

try {
  console.log(JSON.stringify({ result: await tasks[task](), calls }));
} catch (error) {
  console.log(JSON.stringify({ error: error.name, message: error.message, calls }));
}
