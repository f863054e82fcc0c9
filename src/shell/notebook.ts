/** `!cmd`, `x = !cmd`, `%sx cmd`: a line of a notebook's cell that is the shell's. */
const shellLine = /^[ \t]*(?:\w[\w, ]*=[ \t]*)?(?:!!?|%(?:sx|system)[ \t]+)([^\n]*)$/;

/** `%%bash`: a whole cell that is the shell's. */
const shellCell = /^\s*%%(?:bash|sh|script[ \t]+(?:ba|z)?sh|system|sx)\b[^\n]*\n/;

/** Lines that only the notebook understands: `%matplotlib inline`. */
const magicLine = /^[ \t]*%{1,2}\w.*$/;

/** A notebook's cell parted into the interpreter's code and the shell's lines. */
export function partCell(cell: string): { readonly code: string; readonly shell: string } {
  const head = shellCell.exec(cell);
  if (head !== null) return { code: "", shell: cell.slice(head[0].length) };
  const code: string[] = [];
  const shell: string[] = [];
  for (const line of cell.split("\n")) {
    const found = shellLine.exec(line);
    if (found !== null) shell.push(found[1] ?? "");
    else if (!magicLine.test(line)) code.push(line);
  }
  return { code: code.join("\n"), shell: shell.join("\n") };
}
