import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportInput } from '../report/input.ts';
import type { Sink } from './streams.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Is this a build server that gets annotations? What is printed there stands in a log that others read. */
export function isBuildServer(env: Env): boolean {
  return env.GITHUB_ACTIONS === 'true' || env.TF_BUILD?.toLowerCase() === 'true' || env.GITLAB_CI === 'true';
}

/** Longest step summary of GitHub Actions, in bytes; a longer one is refused as a whole. */
const longestSummary = 1024 * 1024;

/**
 * Tells a build server what it shows by itself: annotations and a page for the run's summary, when its own
 * variables say that it is one (GitHub Actions, Azure Pipelines). Gives a line for what could not be written; that
 * changes no exit code.
 */
export async function reportToCi(input: ReportInput, env: Env, to: Sink): Promise<readonly string[]> {
  if (env.GITHUB_ACTIONS === 'true') return reportToGithub(input, env.GITHUB_STEP_SUMMARY, to);
  if (env.TF_BUILD?.toLowerCase() === 'true') return reportToAzure(input, env.AGENT_TEMPDIRECTORY, to);
  return [];
}

async function reportToGithub(
  input: ReportInput,
  summary: string | undefined,
  to: Sink,
): Promise<readonly string[]> {
  const { annotationsOf, githubLine } = await import('../report/annotations.ts');
  to.command(annotationsOf(input).map(githubLine).join(''));
  if (summary === undefined || summary === '') return [];
  const page = await summaryOf(input);
  return attemptWrite(summary, () => appendFile(summary, page));
}

async function reportToAzure(
  input: ReportInput,
  folder: string | undefined,
  to: Sink,
): Promise<readonly string[]> {
  const { annotationsOf, azureLine, azureSummaryLine } = await import('../report/annotations.ts');
  to.command(annotationsOf(input).map(azureLine).join(''));
  if (folder === undefined || folder === '') return [];
  const file = join(folder, `ecma-doctor-${process.pid}.md`);
  const page = await summaryOf(input);
  const problems = await attemptWrite(file, () => appendFile(file, page));
  if (problems.length === 0) to.command(azureSummaryLine(file));
  return problems;
}

async function summaryOf(input: ReportInput): Promise<string> {
  const { writeMarkdown } = await import('../report/markdown.ts');
  const page = `${writeMarkdown(input)}\n`;
  if (Buffer.byteLength(page) < longestSummary) return page;
  const { plainSummary } = await import('../report/plain.ts');
  const text = plainSummary(input, { ascii: true, color: false });
  return `${text.replace(/^/gm, '    ')}\n`;
}

async function attemptWrite(path: string, write: () => Promise<void>): Promise<readonly string[]> {
  try {
    await write();
    return [];
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code';
    return [`the step summary ${path} was not written (${code})`];
  }
}
