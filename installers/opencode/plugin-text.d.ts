/** The text of prempti.js beside this file. */
export const opencodePlugin: string;
