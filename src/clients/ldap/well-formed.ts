/** What stands at the beginning of an answer, and how many elements of BER are in it. */
export interface MessageShape {
  readonly id: number;
  /** Of the operation: 0x64 an entry, 0x65 the end of a search. */
  readonly operation: number;
  readonly elements: number;
}

/**
 * Of a whole answer of LDAP (RFC 4511 in BER, definite lengths), every element within the one that holds it; else what it is
 * not. The client library takes much for granted: an element that reaches beyond its message makes it gather nothing
 * without end, and an empty value of two bytes takes it 300.
 */
export function shapeOf(message: Buffer, mostElements: number): MessageShape | 'malformed' | 'too-many' {
  const left: Left = { elements: mostElements };
  try {
    const outer = elementsIn(message, 0, message.length, left);
    if (outer.length !== 1 || outer[0]?.tag !== 0x30) return 'malformed';
    const [id, operation, controls, ...more] = elementsIn(message, outer[0].from, outer[0].to, left);
    if (id === undefined || operation === undefined || more.length > 0) return 'malformed';
    if (!isNumber(id, 0x02) || !isOperation(message, operation, left)) return 'malformed';
    if (controls !== undefined) {
      const given = controls.tag === 0xa0 ? inside(message, controls, left) : [controls];
      if (!given.every((one) => isControl(message, one, left))) return 'malformed';
    }
    return {
      id: message.readIntBE(id.from, id.to - id.from),
      operation: operation.tag,
      elements: mostElements - left.elements,
    };
  } catch {
    return left.elements < 0 ? 'too-many' : 'malformed';
  }
}

/** Elements that may still come. */
interface Left {
  elements: number;
}

interface Element {
  readonly tag: number;
  readonly from: number;
  readonly to: number;
}

const text = 0x04;
const list = 0x30;
const set = 0x31;

/** The elements between two places, side by side. Throws where one is not whole, and where there are too many. */
function elementsIn(bytes: Buffer, from: number, to: number, left: Left): readonly Element[] {
  const found: Element[] = [];
  for (let at = from; at < to; ) {
    left.elements -= 1;
    if (left.elements < 0) throw new RangeError('more elements than any answer has');
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

function inside(bytes: Buffer, { from, to }: Element, left: Left): readonly Element[] {
  return elementsIn(bytes, from, to, left);
}

function isText({ tag }: Element): boolean {
  return tag === text;
}

function isNumber({ tag, from, to }: Element, wanted: number): boolean {
  return tag === wanted && to - from >= 1 && to - from <= 4;
}

/** The answers of 4.2 to 4.12; what else there may be is the library's to refuse. */
const results: ReadonlySet<number> = new Set([0x61, 0x65, 0x67, 0x69, 0x6b, 0x6d, 0x6f, 0x78]);

function isOperation(bytes: Buffer, operation: Element, left: Left): boolean {
  if (operation.tag === 0x64) return isEntry(bytes, operation, left);
  if (operation.tag === 0x73) return inside(bytes, operation, left).every(isText);
  if (!results.has(operation.tag)) return true;
  const [code, matched, words, ...more] = inside(bytes, operation, left);
  if (code === undefined || matched === undefined || words === undefined) return false;
  if (!isNumber(code, 0x0a) || !isText(matched) || !isText(words)) return false;
  // Referrals (4.1.10) are texts within; of what else there may be nothing is gathered.
  return more.every((one) => (one.tag === 0xa3 ? inside(bytes, one, left).every(isText) : one.tag >= 0x80));
}

function isEntry(bytes: Buffer, entry: Element, left: Left): boolean {
  const [dn, attributes, ...more] = inside(bytes, entry, left);
  if (dn === undefined || attributes === undefined || more.length > 0) return false;
  if (!isText(dn) || attributes.tag !== list) return false;
  return inside(bytes, attributes, left).every((attribute) => {
    if (attribute.tag !== list) return false;
    const [name, values, ...others] = inside(bytes, attribute, left);
    if (name === undefined || values === undefined || others.length > 0) return false;
    return isText(name) && values.tag === set && inside(bytes, values, left).every(isText);
  });
}

/** 4.1.11: an OID, whether it is critical, a value. */
function isControl(bytes: Buffer, control: Element, left: Left): boolean {
  if (control.tag !== list) return false;
  const [oid, ...more] = inside(bytes, control, left);
  if (oid === undefined || !isText(oid) || more.length > 2) return false;
  return more.every((one) => isText(one) || isNumber(one, 0x01));
}
