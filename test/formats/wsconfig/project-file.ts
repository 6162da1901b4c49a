import { deflateRawSync } from 'node:zlib';

/** A ZIP of these parts, as the Web Service Configuration Tool saves a project; `stored`: without compression. */
export function zipOf(parts: Readonly<Record<string, string>>, stored = false): Buffer {
  const bodies: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(parts)) {
    const content = stored ? Buffer.from(text) : deflateRawSync(Buffer.from(text));
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(stored ? 0 : 8, 8);
    local.writeUInt32LE(content.length, 18);
    local.writeUInt32LE(Buffer.byteLength(text), 22);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(stored ? 0 : 8, 10);
    entry.writeUInt32LE(content.length, 20);
    entry.writeUInt32LE(Buffer.byteLength(text), 24);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE(offset, 42);
    const body = Buffer.concat([local, Buffer.from(name), content]);
    bodies.push(body);
    entries.push(Buffer.concat([entry, Buffer.from(name)]));
    offset += body.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, directory, end]);
}

/** A project with a SOAP endpoint at this address. */
export function projectAt(address: string): Buffer {
  return zipOf({
    'app.config': `<?xml version="1.0"?><configuration xmlns="http://schemas.microsoft.com/x"><system.serviceModel><client>
<endpoint address="${address}" binding="basicHttpBinding" contract="IUsers" name="Users"/></client></system.serviceModel></configuration>`,
    'generated.dll': 'MZ https://not.an.address.example/',
  });
}
