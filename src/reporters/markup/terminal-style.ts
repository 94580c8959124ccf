// Colour for terminals.

/** How to mark text; each function gives it back unchanged where colour is off. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
}

const plain = (text: string) => text;
const NO_COLOUR: Style = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain };

/**
 * The style of an output.
 * @param mark - what stands for the control character, which only the output itself may write: no text of others has it.
 */
export function styleOf({ colour, mark }: { readonly colour: boolean; readonly mark: string }): Style {
  if (!colour) return NO_COLOUR;
  const code = (on: number, off: number) => (text: string) => `${mark}[${on}m${text}${mark}[${off}m`;
  return { bold: code(1, 22), dim: code(2, 22), red: code(31, 39), green: code(32, 39), yellow: code(33, 39) };
}
