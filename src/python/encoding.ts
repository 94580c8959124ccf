// Bytes to text and back for Python files: BOM, PEP 263 cookie, and the promise that unedited bytes come back as they were.

/** How a file's bytes map to text. `binary` carries any one-byte ASCII superset as one unit for each byte. */
export type Encoding = 'utf-8' | 'binary';

/** A file's text without its BOM, and what is needed to write it back. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: Encoding;
  readonly bom: boolean;
}

/** Why bytes could not be decoded: one clause, fit for a report. */
export interface Undecodable {
  readonly reason: string;
}

const BOM = [0xef, 0xbb, 0xbf] as const;
const COOKIE = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;

/** One-byte encodings in which every ASCII byte stands for itself, so that ASCII edits may be made among unread bytes. */
const ONE_BYTE = /^(iso-?8859-?\d+|latin-?\d*|l1|cp125\d|windows-125\d|koi8-[ru]|cp437|cp850|cp866|mac-?roman)$/;

/** The encoding a PEP 263 cookie names in the first two lines, in lower case, with `-` for `_`. */
export function cookie(head: string): string | undefined {
  const [first = '', second = ''] = head.split(/\r\n|\r|\n/, 2);
  const found = COOKIE.exec(first) ?? (/^[ \t\f]*(#.*)?$/.test(first) ? COOKIE.exec(second) : null);
  return found?.[1]?.toLowerCase().replaceAll('_', '-');
}

/** Decodes a Python file as CPython would, except that encodings it need not understand are carried byte for byte. */
export function decode(bytes: Uint8Array): DecodedText | Undecodable {
  const bom = BOM.every((byte, index) => bytes[index] === byte);
  const body = bom ? bytes.subarray(3) : bytes;
  const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, 1024)).toString('latin1');
  const declared = cookie(head);
  if (body.includes(0)) return { reason: 'it holds a NUL byte' };
  if (declared === undefined || /^(utf-?8(-sig)?|u8|ascii|us-ascii)$/.test(declared)) {
    try {
      return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body), encoding: 'utf-8', bom };
    } catch {
      return { reason: `it is not valid ${declared ?? 'UTF-8'} at byte ${firstBadByte(body) + (bom ? 3 : 0)}` };
    }
  }
  if (bom) return { reason: `it begins with a UTF-8 BOM but declares ${declared}` };
  if (ONE_BYTE.test(declared)) {
    return { text: Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1'), encoding: 'binary', bom };
  }
  return { reason: `its declared encoding ${declared} is not one that can be edited without loss` };
}

/** The bytes of a text that came from `decode`, possibly edited with ASCII. */
export function encode(file: Pick<DecodedText, 'encoding' | 'bom'>, text: string): Uint8Array {
  const body = Buffer.from(text, file.encoding === 'utf-8' ? 'utf8' : 'latin1');
  return file.bom ? Buffer.concat([Uint8Array.from(BOM), body]) : body;
}

/** The offset of the first byte that no UTF-8 text can have there. */
function firstBadByte(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, middle + 1), { stream: true });
      low = middle + 1;
    } catch {
      high = middle;
    }
  }
  // A sequence that is broken off shows at the byte after it: go back to where it begins.
  let lead = low - 1;
  while (lead >= 0 && ((bytes[lead] ?? 0) & 0xc0) === 0x80) lead--;
  const broken = lead >= 0 && low - lead < 4 && (bytes[lead] ?? 0) >= 0xc0 && !isWhole(bytes.subarray(lead, low));
  return broken ? lead : low;
}

function isWhole(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
