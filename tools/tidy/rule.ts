/** A file of the working tree that git knows or would take. */
export interface TextFile {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** One habit of this project that a machine can check. */
export interface Rule {
  readonly name: string;
  /** One sentence per finding, beginning with the path. */
  check(files: readonly TextFile[]): readonly string[] | Promise<readonly string[]>;
}

/** `path:line` for every line that matches. */
export function linesMatching(files: readonly TextFile[], pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])));
}

export const isCode = ({ path }: TextFile): boolean => /^(apps|libs|tools)\/.*\.(ts|tsx|mts|mjs|js|css|sol)$/.test(path);
