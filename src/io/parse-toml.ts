// Reading TOML, for those who only want its meaning.
import { parse, type TomlError } from 'smol-toml';

/**
 * The meaning of a TOML text.
 * @throws Error where it is none.
 */
export function readToml(text: string): unknown {
  return parse(text);
}

/** What is wrong with a text that is no TOML: the parser quotes the text below its first line. */
export function tomlTrouble({ message }: TomlError): string {
  const [said = ''] = String(message).split('\n', 1);
  return said;
}
