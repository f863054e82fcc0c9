// What regular expressions do over texts of anybody's making only in more than linear time.

/** The text up to the last `closer` in it: what begins in that much of it is closed in it, too. */
export function upToLast(text: string, closer: string): string {
  const at = text.lastIndexOf(closer);
  return at === -1 ? "" : text.slice(0, at + closer.length);
}

/** Whether one thing stands anywhere behind another. */
export function inOrder(text: string, first: RegExp, then: RegExp): boolean {
  const at = text.search(first);
  return at !== -1 && then.test(text.slice(at));
}
