/** `--help`: every option, the exit codes, and where to begin. No line is wider than a terminal of 80 columns. */
export const helpText = `ecma-doctor: is this server ready for Microsoft's ECMA Connector Host?

  ecma-doctor                   check everything, on the full screen
  ecma-doctor --json            the same unattended, as one JSON document
  ecma-doctor --only "ldap.*"   only these checks, and what they need

What to check
  --config FILE                 use this .ecmarc (else it is searched from here
                                upwards, then in the home folder)
  --profile preview-2021|ga     whose requirements judge (default preview-2021)
  --only "GLOB,GLOB"            only these checks: ldap.*  *@Directory
                                server.os (repeatable)
  --skip "GLOB,GLOB"            all but these (repeatable)
  --write-test[=CONNECTOR]      allow the create, update and delete test on
                                every target, or on those named (repeatable)
  --timeout SECONDS             an upper bound on the whole run
  --wait SECONDS                look again, more slowly each time, at what did
                                not pass, until all is well or time is over
  --from FILE...                judge a saved .json report again; asks nothing
                                of machine or network; several, a folder or
                                "reports\\*.json": side by side
  --baseline FILE               compare with a saved .json report: fixed, new,
                                still failing

How to tell
  --plain                       plain lines, also on a terminal
  --json                        the report as JSON on stdout; all else goes to
                                stderr
  --events                      one JSON object a line while it runs, the
                                report last
  --report FILE                 also write the report (repeatable), by the
                                name's end: .json  .xml (JUnit)  .html  .md
                                .prom (Prometheus)  .csv (a line a server)
                                tickets.md or tickets.txt: a text for each
                                administrator who has to do something
  --redact                      host, user and domain names, addresses and
                                tenant ids become pseudonyms; the list of
                                them goes to stderr
  --event-log                   Windows: an event a run in the Application log,
                                source ecma-doctor, id 100 + exit code
  --fail-on fail|warn|never     what makes exit code 1 (default fail)
  --ascii  --no-color  --calm   plain glyphs, no colour, no animation
  --color                       colour also where the output is no terminal
                                (ACCESSIBLE=1: sentences for a screen reader)

Other
  --list                        every check with its requirement and source
                                (with --json as JSON)
  --explain ID                  a check or requirement: what it asks, of whom,
                                what is sent, why, how it is mended
  --init [ldap|sql|custom|example]
                                write a starter .ecmarc; by asking, where no
                                kind is named (a database by its engine);
                                example: .ecmarc.example, with every key
                                explained
  --completion SHELL            a completion script, for powershell, bash, zsh
                                or fish
  --readme                      the manual, as Markdown
  --version  --help             --version --json: system and Node too; of the
                                .exe also commit and hashes of parts

Every option has an environment twin, such as ECMA_DOCTOR_PROFILE=ga; the
option wins. Results, answers and times of refused passwords are kept for you
alone; ECMA_DOCTOR_STATE moves them.

Exit codes
  0    ready
  1    not ready: something failed, is unknown, unanswered or not configured
  2    bad usage or a bad .ecmarc
  3    nothing failed, but a required check crashed or ran out of time, nothing
       ran, or a report could not be written
  130  cancelled
`;
