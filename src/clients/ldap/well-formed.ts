/**
 * Is that a whole answer of LDAP (RFC 4511 in BER, definite lengths), every element within the one that holds it? The client
 * library takes much for granted: an element that reaches beyond its message makes it gather nothing without end.
 */
export function isWellFormed(message: Buffer): boolean {
  try {
    const outer = elementsIn(message, 0, message.length);
    if (outer.length !== 1 || outer[0]?.tag !== 0x30) return false;
    const [id, operation, controls, ...more] = elementsIn(message, outer[0].from, outer[0].to);
    if (id === undefined || operation === undefined || more.length > 0) return false;
    if (!isNumber(id, 0x02) || !isOperation(message, operation)) return false;
    return (
      controls === undefined || (controls.tag === 0xa0 && inside(message, controls).every(isControl(message)))
    );
  } catch {
    return false;
  }
}

interface Element {
  readonly tag: number;
  readonly from: number;
  readonly to: number;
}

const text = 0x04;
const list = 0x30;
const set = 0x31;

/** The elements between two places, side by side. Throws where one is not whole. */
function elementsIn(bytes: Buffer, from: number, to: number): readonly Element[] {
  const found: Element[] = [];
  for (let at = from; at < to; ) {
    const one = elementAt(bytes, at, to);
    found.push(one);
    at = one.to;
  }
  return found;
}

function elementAt(bytes: Buffer, at: number, end: number): Element {
  const tag = bytes.readUInt8(at);
  const first = bytes.readUInt8(at + 1);
  const count = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || count > 4) throw new RangeError('no definite length');
  const from = at + 2 + count;
  const length = count === 0 ? first : bytes.readUIntBE(at + 2, count);
  if (from + length > end) throw new RangeError('an element reaches beyond its own');
  return { tag, from, to: from + length };
}

function inside(bytes: Buffer, { from, to }: Element): readonly Element[] {
  return elementsIn(bytes, from, to);
}

function isText({ tag }: Element): boolean {
  return tag === text;
}

function isNumber({ tag, from, to }: Element, wanted: number): boolean {
  return tag === wanted && to - from >= 1 && to - from <= 4;
}

/** The answers of 4.2 to 4.12; what else there may be is the library's to refuse. */
const results: ReadonlySet<number> = new Set([0x61, 0x65, 0x67, 0x69, 0x6b, 0x6d, 0x6f, 0x78]);

function isOperation(bytes: Buffer, operation: Element): boolean {
  if (operation.tag === 0x64) return isEntry(bytes, operation);
  if (operation.tag === 0x73) return inside(bytes, operation).every(isText);
  if (!results.has(operation.tag)) return true;
  const [code, matched, words, ...more] = inside(bytes, operation);
  if (code === undefined || matched === undefined || words === undefined) return false;
  return isNumber(code, 0x0a) && isText(matched) && isText(words) && more.every(({ tag }) => tag >= 0x80);
}

function isEntry(bytes: Buffer, entry: Element): boolean {
  const [dn, attributes, ...more] = inside(bytes, entry);
  if (dn === undefined || attributes === undefined || more.length > 0) return false;
  if (!isText(dn) || attributes.tag !== list) return false;
  return inside(bytes, attributes).every((attribute) => {
    if (attribute.tag !== list) return false;
    const [name, values, ...others] = inside(bytes, attribute);
    if (name === undefined || values === undefined || others.length > 0) return false;
    return isText(name) && values.tag === set && inside(bytes, values).every(isText);
  });
}

/** 4.1.11: an OID, whether it is critical, a value. */
function isControl(bytes: Buffer): (control: Element) => boolean {
  return (control) => {
    if (control.tag !== list) return false;
    const [oid, ...more] = inside(bytes, control);
    if (oid === undefined || !isText(oid) || more.length > 2) return false;
    return more.every((one) => isText(one) || isNumber(one, 0x01));
  };
}
