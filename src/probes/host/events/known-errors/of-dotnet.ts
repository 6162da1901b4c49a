import { requirement } from '../../../../requirements/index.ts';
import { by } from '../../../common/fix.ts';
import { openWizard } from '../../../common/host-steps.ts';
import { type Why, whyOf } from '../../../network/sign-in/words.ts';
import { type KnownError, rowsError, seeRow } from './known-error.ts';
import { type ErrorMarks, some } from './marks.ts';

/** Errors of .NET and of Windows below it: libraries, the host's port and key, requests to Microsoft and to the host. */

const thrown =
  (...names: readonly string[]) =>
  ({ exceptions }: ErrorMarks): boolean =>
    some(exceptions, ...names);

const coded =
  (...codes: readonly number[]) =>
  ({ windows }: ErrorMarks): boolean =>
    some(windows, ...codes);

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
    'CON-01',
    'the library does not have what the host called',
    'A method of the connector is not implemented, or says so.',
    ['connector.ecma2', 'connector.public-methods'],
    thrown('EntryPointNotImplementedException'),
  ),
];

/** The names of WebExceptionStatus, by the sentences that .NET has for them (English and German). */
const webSentences: readonly (readonly [string, RegExp])[] = [
  ['ProxyNameResolutionFailure', /proxy name could not be resolved|Proxyname konnte nicht aufgelöst/i],
  ['NameResolutionFailure', /remote name could not be resolved|Remotename konnte nicht aufgelöst/i],
  ['TrustFailure', /establish trust relationship|Vertrauensstellung/i],
  ['SecureChannelFailure', /create SSL\/TLS secure channel|geschützter SSL\/TLS-Kanal/i],
  ['ConnectFailure', /Unable to connect to the remote server|Verbindung mit dem Remoteserver kann nicht/i],
  ['Timeout', /operation has timed out|Timeout für Vorgang überschritten/i],
  ['SendFailure', /error occurred on a send|Unerwarteter Fehler beim Senden/i],
  ['ReceiveFailure', /error occurred on a receive|Unerwarteter Fehler beim Empfangen/i],
  ['ConnectionClosed', /connection was closed unexpectedly|Verbindung wurde unerwartet getrennt/i],
];

/** What stood in the way of a request, by the table of the row network.sign-in; undefined where it is not told. */
function whyWeb(marks: ErrorMarks): Why | undefined {
  if (!thrown('WebException', 'HttpRequestException')(marks)) return undefined;
  const [name] =
    webSentences.find(([status, sentence]) => sentence.test(marks.text) || marks.text.includes(status)) ?? [];
  return name === undefined ? undefined : whyOf(name);
}

/** Names that stand in texts and are spoken to by nobody. */
const neverAsked =
  /(?:^|\.)(?:w3\.org|xmlsoap\.org|tempuri\.org|schemas\.microsoft\.com|go\.microsoft\.com)$/;
const suffixes = [...requirement('NET-04').values.suffixes, ...requirement('NET-04g').values.suffixes].map(
  (one) => one.slice(1),
);

/** The addresses in the text are of neither Microsoft nor this server: what a connector asks. */
function asksOthers({ local, text }: ErrorMarks): boolean {
  const hosts = [...text.matchAll(/https?:\/\/([a-z\d.-]+)(?::\d+)?/gi)]
    .filter(([address]) => !address.endsWith(':8585'))
    .map(([, host = '']) => host.toLowerCase())
    .filter((host) => !neverAsked.test(host));
  return !local && hosts.length > 0 && !hosts.some((host) => suffixes.some((one) => host.endsWith(one)));
}

const web =
  (why: Why, local: boolean) =>
  (marks: ErrorMarks): boolean =>
    whyWeb(marks) === why && marks.local === local;

/** SEC_E_ALGORITHM_MISMATCH, SEC_E_ILLEGAL_MESSAGE, SEC_E_UNSUPPORTED_FUNCTION (winerror.h). */
const noCommonTls = (marks: ErrorMarks): boolean =>
  coded(0x8009_0331, 0x8009_0326, 0x8009_0302)(marks) ||
  /possess a common algorithm|keinen gemeinsamen Algorithmus/i.test(marks.text) ||
  (thrown('IOException', 'AuthenticationException')(marks) &&
    /remote party has closed the transport stream/i.test(marks.text));
/** SEC_E_UNTRUSTED_ROOT, SEC_E_WRONG_PRINCIPAL of Schannel, CERT_E_CHAINING, CERT_E_UNTRUSTEDROOT, CERT_E_CN_NO_MATCH. */
const untrusted = coded(0x8009_0325, 0x800b_010a, 0x800b_0109, 0x800b_010f, 0x800b_0101);
const badCertificate =
  /remote certificate is invalid|Remotezertifikat ist .*ungültig|certificat distant .*non valide/i;

function distrust(marks: ErrorMarks): boolean {
  return (
    whyWeb(marks) === 'trust' ||
    untrusted(marks) ||
    (thrown('AuthenticationException', 'WebException', 'HttpRequestException')(marks) &&
      badCertificate.test(marks.text))
  );
}

export const requestErrors: readonly KnownError[] = [
  rowsError(
    'NET-07',
    'the proxy wants a password',
    'The services have none to give (407).',
    ['network.proxy'],
    ({ http }) => http.has(407),
  ),
  rowsError(
    'NET-07',
    'the proxy cannot be used',
    'Its name is not known, or its address is one that .NET refuses.',
    ['network.proxy'],
    (marks) =>
      whyWeb(marks) === 'proxy' ||
      /ServicePointManager does not support proxies|ServicePointManager unterstützt keine Proxys/i.test(
        marks.text,
      ),
  ),
  rowsError(
    'HOST-05',
    "the host's certificate was not trusted",
    'The agent asks the host on this server, and does not accept its certificate.',
    ['host.certificate', 'host.answer'],
    (marks) => marks.local && distrust(marks),
  ),
  rowsError(
    'WS-01',
    'a web service was not reached',
    'It is neither of Microsoft nor on this server: a connector asks it, and its name, its port or its TLS is in the way.',
    ['connector.endpoints'],
    (marks) =>
      asksOthers(marks) &&
      ['name', 'connection', 'silence', 'tls', 'trust'].some((why) => why === whyWeb(marks)),
  ),
  rowsError(
    'TLS-05',
    'a certificate was not trusted',
    "Something opens TLS on the way, an authority is missing on this server, or it is the host's own certificate.",
    ['network.tls-inspection', 'host.certificate', 'network.sign-in'],
    distrust,
  ),
  rowsError(
    'TLS-01',
    'no TLS connection came about',
    'The two sides have no version or cipher in common, or something cuts the connection on the way.',
    ['server.tls12', 'server.strong-crypto', 'network.tls-inspection', 'network.sign-in'],
    (marks) => noCommonTls(marks) || web('tls', false)(marks),
  ),
  rowsError(
    'HOST-04',
    'the host was not reached',
    'The agent asks the host on this server, and got no answer there.',
    ['host.services', 'host.port', 'host.answer'],
    (marks) =>
      ['connection', 'silence', 'tls'].some((why) => why === whyWeb(marks) && marks.local) ||
      (marks.local && (some(marks.sockets, 10_061, 10_060) || marks.http.has(503))),
  ),
  rowsError(
    'NET-02',
    'a name was not found',
    'No name server that this server asks knows it.',
    ['network.dns'],
    (marks) => whyWeb(marks) === 'name' || some(marks.sockets, 11_001, 11_002, 11_003, 11_004),
  ),
  rowsError(
    'NET-04',
    "Microsoft's hosts were not reached",
    'A firewall or a proxy keeps the services from them.',
    ['network.sign-in', 'network.agent-hosts', 'network.proxy'],
    (marks) =>
      web('connection', false)(marks) ||
      web('silence', false)(marks) ||
      (!marks.local && some(marks.sockets, 10_060, 10_061) && /:443\b/.test(marks.text)),
  ),
  rowsError(
    'HOST-11',
    'the host refused the secret token',
    'The token of the application is another than that of the connector.',
    ['host.answer', 'host.settings'],
    ({ http, local }) => local && some(http, 401, 403),
  ),
  rowsError(
    'HOST-13',
    'asked for a connector that is not there',
    "The name in the tenant URL is the connector's, upper and lower case included.",
    ['host.settings', 'host.answer'],
    ({ http, local }) => local && http.has(404),
  ),
  rowsError(
    'CLD-03',
    'the tenant was not found',
    'Microsoft Entra ID knows no tenant of the name or id that was given.',
    ['tenant.exists'],
    ({ text }) => /\bAADSTS9000[25]\b|\bAADSTS900023\b/.test(text),
  ),
  rowsError(
    'HOST-23',
    "the agent's certificate was refused",
    'Microsoft Entra ID does not take the certificate by which the agent proves itself.',
    ['host.agent-certificate'],
    ({ text }) => /\bAADSTS7000(?:27|222)\b/.test(text),
  ),
  rowsError(
    'OS-09',
    'clocks are apart',
    'The time of this server differs from that of the other side by more than it allows.',
    ['server.clock'],
    (marks) => coded(0x8009_0324)(marks) || /\bAADSTS700024\b|KRB_AP_ERR_SKEW/.test(marks.text),
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
    thrown('PSSecurityException'),
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
