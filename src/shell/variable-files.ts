/** `.env.example` and its kin. */
export const isTemplate = (path: string): boolean =>
  /\.env\.?(example|sample|template|dist|defaults?)$/.test(path);

/** The file that is made out of one, by the end of its path. */
export const isVariableFile = (path: string): boolean => /(^|\/)\.env(\.\w+)?$/.test(path);
