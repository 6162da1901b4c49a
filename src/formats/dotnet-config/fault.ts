import { type XmlElement, XmlText } from '@rgrove/parse-xml';

/** Why .NET refuses a configuration, and at which element. Only the readers here throw and catch it. */
export class Fault extends Error {
  readonly element: XmlElement;
  /** True: it throws only where this section decides, not where another file's takes its place. */
  readonly whenUsed: boolean;

  constructor(element: XmlElement, reason: string, whenUsed = false) {
    super(reason);
    this.element = element;
    this.whenUsed = whenUsed;
  }
}

/** Text or CDATA between the elements, where only blanks and comments may be. */
export function strayText(element: XmlElement): boolean {
  return element.children.some((one) => one instanceof XmlText && one.text.trim() !== '');
}

/** `configuration/system.net/defaultProxy/proxy, line 7`. */
export function placeOf(element: XmlElement, text: string): string {
  const names: string[] = [];
  for (let at: XmlElement | null = element; at !== null; at = parentOf(at)) names.unshift(at.name);
  const line = element.start < 0 ? '' : `, line ${text.slice(0, element.start).split('\n').length}`;
  return `${names.join('/')}${line}`;
}

function parentOf({ parent }: XmlElement): XmlElement | null {
  return parent !== null && 'name' in parent ? (parent as XmlElement) : null;
}
