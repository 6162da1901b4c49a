import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Annotation } from '../report/annotations.ts';
import type { ReportInput } from '../report/input.ts';
import type { ComparisonReport } from '../results/side-by-side/server-comparison.ts';
import type { Sink } from './streams.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** What they set is an address, a version or a number. */
const otherBuildServers = ['JENKINS_URL', 'TEAMCITY_VERSION', 'BITBUCKET_BUILD_NUMBER', 'CIRCLECI'] as const;

/** Is this a build server? What is printed there stands in a log that others read. */
export function isBuildServer(env: Env): boolean {
  return (
    isGithub(env) || isAzure(env) || env.GITLAB_CI === 'true' || otherBuildServers.some((name) => env[name])
  );
}

function isGithub(env: Env): boolean {
  return env.GITHUB_ACTIONS === 'true';
}

function isAzure(env: Env): boolean {
  return env.TF_BUILD?.toLowerCase() === 'true';
}

/** Longest step summary of GitHub Actions, in bytes; a longer one is refused as a whole. */
const longestSummary = 1024 * 1024;

/** What a build server shows of a run: lines beside the step, and a page, or less of it where that is too long. */
interface CiStory {
  readonly annotations: readonly Annotation[];
  page(): Promise<string>;
  brief(): Promise<string>;
}

/**
 * Tells a build server what it shows by itself: annotations and a page for the run's summary, when its own
 * variables say that it is one (GitHub Actions, Azure Pipelines). Gives a line for what could not be written; that
 * changes no exit code.
 */
export function reportToCi(input: ReportInput, env: Env, to: Sink): Promise<readonly string[]> {
  return tellCi(env, to, async () => ({
    annotations: (await import('../report/annotations.ts')).annotationsOf(input),
    page: async () => (await import('../report/markdown.ts')).writeMarkdown(input),
    brief: async () => (await import('../report/plain.ts')).plainSummary(input, bareLook),
  }));
}

/** The same of several reports side by side. */
export function comparisonToCi(input: ComparisonReport, env: Env, to: Sink): Promise<readonly string[]> {
  return tellCi(env, to, async () => ({
    annotations: (await import('../report/side-by-side/annotations.ts')).comparisonAnnotations(input),
    page: async () => (await import('../report/side-by-side/markdown.ts')).writeComparisonMarkdown(input),
    brief: async () => (await import('../report/side-by-side/plain.ts')).plainComparisonEnd(input, bareLook),
  }));
}

const bareLook = { ascii: true, color: false };

async function tellCi(env: Env, to: Sink, story: () => Promise<CiStory>): Promise<readonly string[]> {
  if (isGithub(env)) return tellGithub(await story(), env.GITHUB_STEP_SUMMARY, to);
  if (isAzure(env)) return tellAzure(await story(), env.AGENT_TEMPDIRECTORY, to);
  return [];
}

async function tellGithub(story: CiStory, summary: string | undefined, to: Sink): Promise<readonly string[]> {
  const { githubLine } = await import('../report/annotations.ts');
  to.command(story.annotations.map(githubLine).join(''));
  if (summary === undefined || summary === '') return [];
  const page = await summaryOf(story);
  return attemptWrite(summary, () => appendFile(summary, page));
}

async function tellAzure(story: CiStory, folder: string | undefined, to: Sink): Promise<readonly string[]> {
  const { azureLine, azureSummaryLine } = await import('../report/annotations.ts');
  to.command(story.annotations.map(azureLine).join(''));
  if (folder === undefined || folder === '') return [];
  const file = join(folder, `ecma-doctor-${process.pid}.md`);
  const page = await summaryOf(story);
  const problems = await attemptWrite(file, () => appendFile(file, page));
  if (problems.length === 0) to.command(azureSummaryLine(file));
  return problems;
}

async function summaryOf(story: CiStory): Promise<string> {
  const page = `${await story.page()}\n`;
  if (Buffer.byteLength(page) < longestSummary) return page;
  return `${(await story.brief()).replace(/^/gm, '    ')}\n`;
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
