import { globTest } from "../glob.ts";
import { refusedRegex, regexTest } from "../regex.ts";
import type { Operator } from "./operator.ts";

/** Patterns for the whole of a string. */
export const patternOperators: readonly (readonly [string, Operator<string>])[] = [
  [
    "glob",
    {
      doc: "The whole field fits a shell pattern: * any bytes (slashes too), ? one byte, [a-c] [!a] [[:alpha:]] one byte of a set, \\ escapes.",
      examples: [
        { condition: `tool.file_path glob "/home/*/.ssh/*"`, field: "/home/u/.ssh/keys/id", expect: true },
        { condition: `tool.file_path glob *.pem`, field: "key.pem.bak", expect: false },
      ],
      prepare: ([wanted = ""]) => globTest(wanted),
      compare: (actual, wanted) => globTest(wanted)(actual),
    },
  ],
  [
    "iglob",
    {
      doc: 'The same as "glob" for ASCII letters of either case.',
      examples: [{ condition: `tool.file_path iglob *.PEM`, field: "key.pem", expect: true }],
      prepare: ([wanted = ""]) => globTest(wanted, true),
      compare: (actual, wanted) => globTest(wanted, true)(actual),
    },
  ],
  [
    "regex",
    {
      doc: "The whole field fits a regular expression: RE2 in POSIX syntax, linear time, ^ and $ at line ends too, no \\d \\w (?…). Inside quotes a backslash is written twice.",
      examples: [
        { condition: `tool.input_command regex ".*rm +-[a-z]*r.*"`, field: "sudo rm -fr /", expect: true },
        { condition: `tool.input_command regex "rm"`, field: "rm x", expect: false },
      ],
      prepare: ([wanted = ""]) => regexTest(wanted),
      refuse: refusedRegex,
      sees: "whole",
    },
  ],
];
