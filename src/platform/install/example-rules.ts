/** The name keeps it from being loaded: nothing changes until somebody wants it to. */
export const exampleName = "example.yaml.example";

/** What somebody needs for a first rule. */
export const exampleRules = `# Rules of your own. Every *.yaml file in this folder is loaded after the built-in rules, and takes effect when it is
# saved. This one is not loaded: copy it to my-rules.yaml to try it.
#
#   prempti rules check            every problem of your files, with its place
#   prempti explain 'npm publish'  what a command gets, and why
#   prempti fields                 all that a rule can ask about

- rule: Ask before publishing
  source: coding_agent
  desc: What is published can't be taken back.
  condition: cmd.lines startswith "npm publish" or cmd.lines startswith "cargo publish"
  output: "%cmd.lines in %agent.real_cwd"
  priority: WARNING
  tags: [coding_agent_ask]
`;
