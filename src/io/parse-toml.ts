// Reading TOML, for those who only want its meaning.
import { parse } from 'smol-toml';

/**
 * The meaning of a TOML text.
 * @throws Error where it is none.
 */
export function readToml(text: string): unknown {
  return parse(text);
}
