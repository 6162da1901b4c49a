import { by } from '../../../common/fix.ts';
import { openWizard } from '../../../common/host-steps.ts';
import { coded, type KnownError, rowsError, seeRow, thrown } from './known-error.ts';
import { some } from './marks.ts';

/** Errors of .NET and of Windows below it: libraries, services, the host's port and key. */

/** `Name, Version=1.0.0.0, Culture=neutral`: an assembly by its identity, in every language. */
const assembly = /['"“„][\w.]+, Version=\d/;

export const libraryErrors: readonly KnownError[] = [
  rowsError(
    'CON-12',
    'a library is of another kind than the host',
    'It is built for 32 bits or for another .NET, or is no library of .NET.',
    ['connector.runtime', 'connector.deployed'],
    (marks) => thrown('BadImageFormatException')(marks) || coded(0x8007_000b)(marks),
  ),
];

export const loadErrors: readonly KnownError[] = [
  rowsError(
    'CON-11',
    'a library lacks what it refers to',
    'A library that the connector refers to is not beside it, or is there in another version.',
    ['connector.deployed', 'connector.runtime'],
    (marks) =>
      coded(0x8013_1040)(marks) ||
      (thrown('FileNotFoundException', 'FileLoadException')(marks) && assembly.test(marks.text)),
  ),
  rowsError(
    'CON-11',
    'a library does not fit the others',
    'It calls what another one does not have: one of them is there in another version.',
    ['connector.deployed', 'connector.runtime'],
    thrown(
      'TypeLoadException',
      'MissingMethodException',
      'MissingFieldException',
      'ReflectionTypeLoadException',
    ),
  ),
  rowsError(
    'CON-17',
    'a library without .NET was not found',
    'The connector calls a DLL of Windows code: it, or one that it needs itself, is not beside the connector, or is another version.',
    ['connector.deployed', 'connector.runtime'],
    (marks) =>
      (thrown('DllNotFoundException', 'EntryPointNotFoundException')(marks) &&
        // Which one, or Windows' code: the class alone names nothing.
        (/\bDLL\b.{0,3}['"„]|\.dll['"“]/i.test(marks.text) || coded(0x8007_007e, 0x8007_007f)(marks))) ||
      // ERROR_MOD_NOT_FOUND, ERROR_PROC_NOT_FOUND
      (coded(0x8007_007e, 0x8007_007f)(marks) && thrown('FileNotFoundException', 'FileLoadException')(marks)),
  ),
  rowsError(
    'CON-01',
    'the library does not have what the host called',
    'A method of the connector is not implemented, or says so.',
    ['connector.ecma2', 'connector.public-methods'],
    thrown('EntryPointNotImplementedException'),
  ),
];

export const machineErrors: readonly KnownError[] = [
  rowsError(
    'HOST-06',
    'the service may not use its folder',
    'The host keeps connectors and what they read in its own folder: its account needs full control of its cache.',
    ['host.cache-rights'],
    (marks) =>
      thrown('UnauthorizedAccessException')(marks) &&
      /Microsoft ECMA2Host\\Service\\ECMA\b/i.test(marks.text),
  ),
  rowsError(
    'WS-01',
    'a project of the web services connector cannot be read',
    'It is open in the configuration tool, or not where the connector looks.',
    ['connector.files'],
    (marks) =>
      /\.wsconfig\b/i.test(marks.text) &&
      (thrown('IOException', 'FileNotFoundException', 'UnauthorizedAccessException')(marks) ||
        coded(0x8007_0020)(marks)),
  ),
  rowsError(
    'WS-01',
    'a web service was not reached',
    'Nothing answers at the address that the connector has, or its TLS is not accepted.',
    ['connector.endpoints'],
    thrown('EndpointNotFoundException', 'SecurityNegotiationException', 'ServerTooBusyException'),
  ),
  {
    id: 'WS-02',
    title: 'a web service refused the account',
    // Every language names the scheme in quotes; other faults of message security name none.
    fits: (marks) =>
      !marks.local &&
      thrown('MessageSecurityException')(marks) &&
      (some(marks.http, 401, 403) ||
        /['"„](?:Anonymous|Basic|Digest|Negotiate|Ntlm|Windows)['"“]/i.test(marks.text)),
    why: 'Name, password or kind of sign-in of the connector are others than the service wants, or the account may not call it.',
    steps: () => [
      seeRow('connector.endpoints'),
      seeRow('connector.files'),
      by.connector(
        "Compare account, password and kind of sign-in (Basic, Digest, Certificate, Windows, None) in the connector's project with the service's",
      ),
    ],
  },
  rowsError(
    'WS-02',
    'a web service does not know what it was asked for',
    'The project names a service, an endpoint or an operation in another way than the service does.',
    ['connector.files', 'connector.endpoints'],
    thrown('ActionNotSupportedException'),
  ),
  {
    id: 'HOST-17',
    title: 'a service could not log on',
    fits: (marks) =>
      coded(0x8007_042d)(marks) ||
      (/Provisioning ?Agent|AADConnect|ECMA2Host/i.test(marks.text) &&
        /did not start due to a logon failure|aufgrund einer fehlerhaften Anmeldung nicht gestartet/i.test(
          marks.text,
        )),
    why: 'Its account may not log on as a service, has another password, or cannot be had from the domain.',
    steps: () => [seeRow('host.logon-right'), seeRow('host.services')],
  },
  rowsError(
    'HOST-04',
    "the host's port could not be had",
    'Another program has it, or the address is reserved for another account.',
    ['host.port'],
    (marks) =>
      thrown('AddressAlreadyInUseException', 'AddressAccessDeniedException')(marks) ||
      (thrown('HttpListenerException')(marks) &&
        (coded(0x8007_00b7, 0x8007_0020)(marks) ||
          /conflicts with an existing registration|https?:\/\/[+*\w.-]+:\d+\//i.test(marks.text))) ||
      (thrown('SocketException')(marks) && some(marks.sockets, 10_048, 10_013) && !/:443\b/.test(marks.text)),
  ),
  rowsError(
    'HOST-05',
    "the host's private key cannot be used",
    "The certificate's key is not there for the account of the service, or it may not read it.",
    ['host.certificate'],
    (marks) =>
      coded(0x8009_0016, 0x8009_030d)(marks) ||
      (thrown('CryptographicException')(marks) &&
        (coded(0x8007_0005)(marks) ||
          /Keyset does not exist|Access is denied|Zugriff verweigert|Schlüsselsatz ist nicht vorhanden/i.test(
            marks.text,
          ))),
  ),
  rowsError(
    'NET-07',
    '.NET refuses a .config file',
    'It cannot be read, or something in it is not allowed: the program that it belongs to stops, or makes no request.',
    ['network.proxy', 'host.settings'],
    thrown('ConfigurationErrorsException'),
  ),
  {
    id: 'HOST-07',
    title: 'the wizard never ran as administrator',
    fits: (marks) =>
      thrown('SecurityException')(marks) &&
      /source was not found, but some or all event logs could not be searched/i.test(marks.text),
    why: "The event logs are made when the host's wizard first runs elevated.",
    steps: (settings) => [openWizard(settings, "Open the host's wizard as administrator")],
  },
  rowsError(
    'PS-01',
    "PowerShell's policy forbids a script",
    'The execution policy of this server does not let the script run.',
    ['server.powershell-policy'],
    // The page that the message names, in every language.
    (marks) => thrown('PSSecurityException')(marks) || /\babout_Execution_Policies\b/i.test(marks.text),
  ),
  rowsError(
    'OS-03',
    'memory was used up',
    'The host keeps all users of the target in memory.',
    ['server.memory'],
    thrown('OutOfMemoryException', 'InsufficientMemoryException'),
  ),
  {
    id: 'HOST-17',
    title: 'account and domain have no encryption type in common',
    // SEC_E_KDC_UNKNOWN_ETYPE; KDC_ERR_ETYPE_NOTSUPP (RFC 4120) as Windows writes it.
    fits: (marks) =>
      coded(0x8009_0342)(marks) ||
      /KDC_ERR_ETYPE_NOTSUPP|encryption type requested is not supported/i.test(marks.text),
    why: 'Where a policy of this server or of the domain leaves only AES, an account that is marked for RC4 alone gets no ticket, and the other way round.',
    steps: () => [
      seeRow('host.services'),
      by.directory(
        'See the types of the account (put its name in place of NAME; 24 is AES alone, 28 with RC4; empty is RC4)',
        'powershell -Command "Get-ADServiceAccount NAME -Properties msDS-SupportedEncryptionTypes"',
      ),
    ],
  },
  {
    id: 'ERR-02',
    title: 'an installation of the agent was rolled back',
    fits: (marks) =>
      coded(0x8007_0643)(marks) &&
      /Provisioning ?Agent|AADConnect|Entra/i.test(`${marks.provider} ${marks.text}`),
    why: 'Its service could not start, most often for want of the right to log on as a service; agent 1.1.2505.0 fails so on a Windows Server in another language than English.',
    steps: () => [seeRow('host.logon-right'), seeRow('server.language')],
  },
];
