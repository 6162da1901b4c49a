// What a Windows program or library asks of Windows by name, from its import tables (Microsoft, "PE Format", .idata
// and delay-load import tables).
import { NtExecutable } from 'pe-library';

const importTable = { directory: 1, entry: 20, name: 12, thunks: [0, 16] };
const delayTable = { directory: 13, entry: 32, name: 4, thunks: [16] };

/** `[{ library, functions, late }]`; a function that is asked for by number is left out. `late`: not at start. */
export function importsOf(bytes) {
  const exe = NtExecutable.from(bytes, { ignoreCert: true });
  const at = reader(exe);
  return [
    ...read(exe, at, importTable).map((one) => ({ ...one, late: false })),
    ...read(exe, at, delayTable).map((one) => ({ ...one, late: true })),
  ];
}

function read(exe, at, table) {
  const { virtualAddress, size } = exe.newHeader.optionalHeaderDataDirectory.get(table.directory);
  const found = [];
  if (size === 0) return found;
  for (let entry = virtualAddress; at.number(entry + table.name) !== 0; entry += table.entry) {
    const names = table.thunks.map((offset) => at.number(entry + offset)).find((address) => address !== 0);
    found.push({ library: at.text(at.number(entry + table.name)), functions: functionsAt(at, names ?? 0) });
  }
  return found;
}

/** A row of 64-bit addresses, ended by zero; the highest bit set means a number in place of a name. */
function functionsAt(at, names) {
  const functions = [];
  for (let thunk = names; names !== 0; thunk += 8) {
    const [low, high] = [at.number(thunk), at.number(thunk + 4)];
    if (low === 0 && high === 0) break;
    // Two bytes of a hint stand before the name.
    if (high < 0x80000000) functions.push(at.text(low + 2));
  }
  return functions;
}

/** Reads at an address of the loaded program. */
function reader(exe) {
  const sections = exe
    .getAllSections()
    .filter(({ data }) => data !== null)
    .map(({ info, data }) => ({ start: info.virtualAddress, bytes: Buffer.from(data) }));
  const place = (address) => {
    const section = sections.find(({ start, bytes }) => address >= start && address < start + bytes.length);
    if (section === undefined) throw new Error(`no section at address ${address.toString(16)}`);
    return [section.bytes, address - section.start];
  };
  return {
    number: (address) => {
      const [bytes, offset] = place(address);
      return bytes.readUInt32LE(offset);
    },
    text: (address) => {
      const [bytes, offset] = place(address);
      return bytes.toString('latin1', offset, bytes.indexOf(0, offset));
    },
  };
}
