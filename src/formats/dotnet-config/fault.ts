import { type XmlElement, XmlProcessingInstruction, XmlText } from '@rgrove/parse-xml';

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

/** Blanks of XML: a no-break space, as web pages have it, is text. */
const [blank, entity] = [/^[ \t\r\n]*$/, /&[\w.:-]+;/g];

/** Text or CDATA between the elements of a section. Entities are passed over there: .NET never puts them in. */
export function strayText(element: XmlElement): boolean {
  return element.children.some((one) => one instanceof XmlText && !blank.test(one.text.replace(entity, '')));
}

/** What stands between sections and is neither an element nor a comment, in a word. */
export function strayNode({ children }: XmlElement): string | undefined {
  if (children.some((one) => one instanceof XmlProcessingInstruction)) return 'an instruction';
  return children.some((one) => one instanceof XmlText && !blank.test(one.text)) ? 'text' : undefined;
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
