// What a transform is told of a project where nothing of the library is left, beside its references.

/** A text file that is no Python. */
export interface ProjectText {
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** As it is in the file, its line ends too; read where it is first asked for. Empty where the file holds no text. */
  readonly text: string;
}

/** What is known of a project where nothing is left. */
export interface FinishView {
  readonly texts: readonly ProjectText[];
  /** Whether any Python file imports a module or one of its submodules, or cannot be read and names it. */
  imports(module: string): boolean;
}
