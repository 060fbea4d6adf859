/** What is said differently by where the reader is. A person at a terminal has no step, job, workflow or input. */
export const phrases = {
  "in the environment": { runner: "in the step's `env`", terminal: "in the environment" },
  "set the passphrase": {
    runner:
      "Set PULUMI_CONFIG_PASSPHRASE in the step's `env` from a repository secret (it may be empty, but must be set)",
    terminal: "Set the variable PULUMI_CONFIG_PASSPHRASE (it may be empty, but must be set)",
  },
  "give the right passphrase": {
    runner:
      "Give the passphrase that the stage was made with as PULUMI_CONFIG_PASSPHRASE (a repository secret may have been changed).",
    terminal: "Give the passphrase that the stage was made with in the variable PULUMI_CONFIG_PASSPHRASE.",
  },
  beforehand: { runner: "in a step before this one", terminal: "beforehand" },
  "before this": { runner: "before this step", terminal: "first" },
  "go to the project": {
    runner:
      "Check the repository out before this step, or point the input `working-directory` at the folder of the project.",
    terminal: "Change to the project's folder, or name it: `--cwd FOLDER`.",
  },
  "point at the folder": {
    runner: "point the input `working-directory` at the folder",
    terminal: "go to the folder (`--cwd FOLDER`)",
  },
  "no project folder": { runner: "there is no checkout", terminal: "there is no project in this folder" },
  "get the project": {
    runner: "check the repository out before this step",
    terminal: "change to the project's folder (or name it: `--cwd FOLDER`)",
  },
  "log in to AWS": {
    runner:
      "Run aws-actions/configure-aws-credentials before this step (with `permissions: id-token: write`), or set the variables of AWS in the step's `env`.",
    terminal: "Log in (`aws sso login`), or set AWS_PROFILE or the other variables of AWS.",
  },
  "log in to AWS again": {
    runner:
      "Run aws-actions/configure-aws-credentials shortly before this step, with `role-duration-seconds` longer than a deploy takes. Then run again.",
    terminal: "Log in again (`aws sso login`), or renew the variables of AWS. Then repeat the command.",
  },
  "whose credentials": { runner: "the step's credentials", terminal: "your credentials" },
  "name a lasting folder": {
    runner:
      "State must survive the job, so it may not lie in the workspace, which is emptied at each checkout: give an absolute folder (`local:/srv/stagewright`), one below `~/`, or `local` alone for the default.",
    terminal: "Give an absolute folder (`local:/srv/stagewright`), one below `~/`, or `local` alone for the default.",
  },
  "have the event file": {
    runner: "The runner writes it before each job. Inside a container, mount the runner's temporary folder as well.",
    terminal: "Give the path of a file that holds an event's payload, as GitHub sends it.",
  },
  "correct the event file": {
    runner: "Run the job again; if the file is your own, correct it.",
    terminal: "Correct the file.",
  },
  "the event file": { runner: "The event file (GITHUB_EVENT_PATH)", terminal: "The event file" },
  "report a bug": {
    runner: "Run again with debug logging and report it with the log.",
    terminal: "Repeat the command with `--debug` and report what it prints.",
  },
  "have Node with npm": {
    runner: "Put Node with npm on PATH (actions/setup-node)",
    terminal: "Put Node with npm on PATH",
  },
  "where stages are named": { runner: "inputs `branches` or `stage`", terminal: "`--stage`" },
  "ask for its removal": {
    runner: "start the workflow by hand with that stage and the command remove",
    terminal: "remove that stage by its name, with the command `remove`",
  },
} as const;

export type Phrase = keyof typeof phrases;
