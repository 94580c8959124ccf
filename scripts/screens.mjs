// The pictures of the documents: a real review of the sample project in tmux, its screens written as SVG.
// Usage: node scripts/screens.mjs [FOLDER]   (after `npm run build`; needs tmux; FOLDER is docs/ by default)
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const pictures = resolve(process.argv[2] ?? join(root, 'docs'));
const COLUMNS = 112;
const ROWS = 22;

/** Names of pictures, the keys that lead to each from the one before, and what its screen then holds. */
const PICTURES = [
  ['review-start', [], 'What to take out'],
  ['review-hunk', ['Enter', 'y', 'y', 'n', 'j'], '(5/22)'],
  ['review-end', ['A', 'f'], 'What was decided'],
];

const CELL = { width: 8.43, height: 18, size: 14, margin: 14 };
const STYLE = `
text { font: ${CELL.size}px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #24292f }
.back { fill: #ffffff; stroke: #d0d7de }
.bold { font-weight: 700 }
.dim { fill: #6e7781 }
.c1 { fill: #b3261e } .c2 { fill: #11703a } .c3 { fill: #8a5a00 } .c5 { fill: #7a2fa0 } .c6 { fill: #0b6478 }
.inverse { fill: #ffffff } .b { fill: #24292f } .b1 { fill: #b3261e } .b2 { fill: #11703a }
@media (prefers-color-scheme: dark) {
  text { fill: #d6dbe1 } .back { fill: #14181d; stroke: #30363d } .dim { fill: #8b949e }
  .c1 { fill: #ff8178 } .c2 { fill: #5fd38a } .c3 { fill: #e3b04b } .c5 { fill: #d2a8ff } .c6 { fill: #56d4dd }
  .inverse { fill: #14181d } .b { fill: #d6dbe1 } .b1 { fill: #ff8178 } .b2 { fill: #5fd38a }
}`;

const folder = mkdtempSync(join(tmpdir(), 'degreen-screens-'));
const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, TERM: 'xterm', LC_ALL: 'C.UTF-8' };
delete env.NO_COLOR;
const run = (program, args, cwd) => execFileSync(program, args, { cwd, env, encoding: 'utf8' });
const tmux = (...args) => run('tmux', ['-L', `degreen-screens-${process.pid}`, '-f', '/dev/null', ...args], folder);

try {
  const sample = join(folder, 'sample');
  cpSync(join(root, 'sample'), sample, { recursive: true });
  run('git', ['init', '--quiet'], sample);
  const command = `'${process.execPath}' '${join(root, 'dist/bin/degreen.js')}' review`;
  tmux('new-session', '-d', '-s', 's', '-x', String(COLUMNS), '-y', String(ROWS), '-c', sample, command);
  tmux('set-option', '-s', 'escape-time', '0');
  for (const [name, keys, text] of PICTURES) {
    for (const key of keys) {
      tmux('send-keys', '-t', 's', key);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    const deadline = Date.now() + 20_000;
    while (!tmux('capture-pane', '-p', '-t', 's').includes(text)) {
      if (Date.now() > deadline) throw new Error(`${name}: the screen never held ${text}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    writeFileSync(join(pictures, `${name}.svg`), svgOf(tmux('capture-pane', '-p', '-e', '-t', 's')));
    console.log(join(pictures, `${name}.svg`));
  }
} finally {
  try {
    tmux('kill-server');
  } catch {
    // It did not start.
  }
  rmSync(folder, { recursive: true, force: true });
}

/** A captured screen as a picture. */
function svgOf(screen) {
  const lines = screen.replace(/\n$/, '').split('\n');
  // What one row has switched on stays on in the next.
  const state = { bold: false, dim: false, inverse: false, colour: '' };
  const rows = lines.map((line, index) => rowOf(line, CELL.margin + (index + 1) * CELL.height, state));
  const width = Math.ceil(COLUMNS * CELL.width + 2 * CELL.margin);
  const height = lines.length * CELL.height + 2 * CELL.margin;
  return `<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<style>${STYLE}</style>
<rect class="back" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
${rows.filter((row) => row !== '').join('\n')}
</svg>
`;
}

function rowOf(line, y, state) {
  let column = 0;
  const backs = [];
  const texts = [];
  for (const part of line.split(/(\u001b\[[\d;]*m)/)) {
    const codes = /^\u001b\[([\d;]*)m$/.exec(part)?.[1];
    if (codes !== undefined) {
      for (const code of codes.split(';').map(Number)) change(state, code);
      continue;
    }
    if (part === '') continue;
    const x = CELL.margin + column * CELL.width;
    const width = [...part].length * CELL.width;
    if (state.inverse)
      backs.push(
        `<rect class="b${state.colour}" x="${x.toFixed(1)}" y="${y - 14}" width="${width.toFixed(1)}" height="${CELL.height}"/>`,
      );
    const classes = [
      state.bold && 'bold',
      state.dim && 'dim',
      state.inverse ? 'inverse' : state.colour && `c${state.colour}`,
    ].filter(Boolean);
    const shown = part.trim();
    if (shown !== '') {
      // Not every viewer keeps spaces at the beginning of a text.
      const start = x + part.indexOf(shown) * CELL.width;
      const length = [...shown].length * CELL.width;
      const look = classes.length > 0 ? ` class="${classes.join(' ')}"` : '';
      texts.push(
        `<text x="${start.toFixed(1)}" y="${y}" textLength="${length.toFixed(1)}"${look}>${escapeText(shown)}</text>`,
      );
    }
    column += [...part].length;
  }
  return [...backs, ...texts].join('');
}

function change(state, code) {
  if (code === 0) Object.assign(state, { bold: false, dim: false, inverse: false, colour: '' });
  else if (code === 1) state.bold = true;
  else if (code === 2) state.dim = true;
  else if (code === 7) state.inverse = true;
  else if (code === 22) Object.assign(state, { bold: false, dim: false });
  else if (code === 27) state.inverse = false;
  else if (code >= 30 && code <= 37) state.colour = String(code - 30);
  else if (code === 39) state.colour = '';
}

function escapeText(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
