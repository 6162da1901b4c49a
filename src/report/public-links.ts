import { isPublic } from './public-names.ts';

/** An address whose host is everybody's, from its scheme, or its host, to the end of its path. */
export interface PublicLink {
  readonly start: number;
  readonly end: number;
  /** Of such a host each customer asks for things of its own, by their names. */
  readonly isAsked: boolean;
}

const link =
  /(?<![\p{L}\p{N}_.@/\\:-])(?:[a-z][a-z0-9+.-]{0,30}:\/\/)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?::\d{1,5})?(?:[/#][^\s"'<>?,;)|]*)?/giu;

const asked = /^(?:[\w-]+\.)*(?:graph|login|manage|management|sts|dev)\./i;

export function publicLinks(text: string): readonly PublicLink[] {
  if (!text.includes('.')) return [];
  return [...text.matchAll(link)]
    .filter(([, host = '']) => isPublic(host))
    .map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      isAsked: asked.test(match[1] ?? ''),
    }));
}

const id =
  /^\{?(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|S-1-(?:5-21|5-83|12)-[\d-]+)\}?$/i;

/** Is a known name that stands there a name by its form, or by what is asked for, and no word of the link? */
export function isNameInLink(name: string, { isAsked }: PublicLink, before: string): boolean {
  return (
    id.test(name) || isOfCustomer(before) || (isAsked && (/[\d_.$]/.test(name) || /\/users\/$/i.test(before)))
  );
}

/** Stands there whose the projects in Azure DevOps are? `before`: what stands before it. */
export function isOfCustomer(before: string): boolean {
  return /\bdev\.azure\.com\/(?:v3\/)?$/i.test(before);
}
