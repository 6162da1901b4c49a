import { WindowsConversation } from '../../../src/clients/ldap/wldap32/conversation.ts';
import { WindowsDirectory } from '../../../src/clients/ldap/wldap32/directory.ts';
import { ldapMode, type Request } from '../../../src/clients/ldap/wldap32/protocol.ts';
import { serveLdap } from '../../../src/clients/ldap/wldap32/serve.ts';

// Windows' Node starts this very file as the child that asks through wldap32, and says its requests one by one.
const [, script = '', koffi = '', text = '', mode] = process.argv;
if (mode === ldapMode) {
  await serveLdap(async () => koffi);
} else {
  const signal = new AbortController().signal;
  const program = { file: process.execPath, args: [script, koffi, '-'] };
  const conversation = new WindowsConversation(program, process.env);
  const answers: object[] = [];
  for (const request of JSON.parse(text) as Request[])
    answers.push(await conversation.ask(request, 30, signal));
  const directory = new WindowsDirectory(conversation);
  const people = { base: 'ou=people,dc=example,dc=test', scope: 'one', filter: '(uid=*)' } as const;
  const pages: (number | string)[] = [];
  for await (const page of directory.pages({ ...people, attributes: ['cn'] }, 5, signal))
    pages.push(page.ok ? page.entries.length : page.problem.code);
  const limited = await directory.search({ ...people, sizeLimit: 3 }, signal);
  await directory.close();
  process.stdout.write(JSON.stringify({ answers, pages, limited: limited.ok && limited.limited === true }));
}
