import { requirement } from '../../../../requirements/index.ts';
import { signInHosts } from '../../../../requirements/sign-in-hosts.ts';
import { type Why, whyOf } from '../../../network/sign-in/words.ts';
import { coded, type KnownError, rowsError, thrown } from './known-error.ts';
import { type ErrorMarks, some } from './marks.ts';

/** Errors of requests to Microsoft, to the host and to web services: what WebException and its kind tell. */

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
  const name = webName(marks);
  return name === undefined ? undefined : whyOf(name);
}

function webName(marks: ErrorMarks): string | undefined {
  if (!thrown('WebException', 'HttpRequestException')(marks)) return undefined;
  return webSentences.find(
    ([status, sentence]) => sentence.test(marks.text) || marks.text.includes(status),
  )?.[0];
}

/** Names that stand in texts and are spoken to by nobody. */
const neverAsked =
  /(?:^|\.)(?:w3\.org|xmlsoap\.org|tempuri\.org|schemas\.microsoft\.com|go\.microsoft\.com)$/;
const suffixes = [...requirement('NET-04').values.suffixes, ...requirement('NET-04g').values.suffixes].map(
  (one) => one.slice(1),
);
const signIn: readonly string[] = [
  ...Object.values(signInHosts),
  ...requirement('NET-04').values.required,
  ...requirement('NET-04g').values.required,
];

/** Whom the text speaks of asking: by an address, or a name in quotes that was not found. */
function askedHosts({ text }: ErrorMarks): readonly string[] {
  const addresses = [...text.matchAll(/\b(?:https?|wss?|sb|net\.tcp):\/\/([a-z\d.-]+)(?::\d+)?/gi)].filter(
    ([address]) => !address.endsWith(':8585'),
  );
  const names = [...text.matchAll(/(?:resolved|werden)[^\n'"„]{0,3}['"„]([a-z\d.-]+)['"“]/gi)];
  return [...addresses, ...names]
    .map(([, host = '']) => host.toLowerCase().replace(/\.$/, ''))
    .filter((host) => !neverAsked.test(host));
}

function isMicrosofts(host: string): boolean {
  return suffixes.some((one) => host.endsWith(one)) || signIn.includes(host);
}

/** The addresses in the text are of neither Microsoft nor this server: what a connector asks. */
function asksOthers(marks: ErrorMarks): boolean {
  const hosts = askedHosts(marks);
  return !marks.local && hosts.length > 0 && !hosts.some(isMicrosofts);
}

/** Of Microsoft by its name, or at the port that its hosts are asked at. A text without any address claims nothing. */
function asksMicrosoft(marks: ErrorMarks): boolean {
  return !marks.local && (askedHosts(marks).some(isMicrosofts) || /\d:443\b/.test(marks.text));
}

function closedAlone(marks: ErrorMarks): boolean {
  return webName(marks) === 'ConnectionClosed' && !asksMicrosoft(marks);
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
    'It is neither of Microsoft nor on this server: a connector asks it, and its port or its TLS is in the way.',
    ['connector.endpoints'],
    (marks) =>
      asksOthers(marks) && ['connection', 'silence', 'tls', 'trust'].some((why) => why === whyWeb(marks)),
  ),
  rowsError(
    'WS-01',
    'the name of a web service was not found',
    'It is neither of Microsoft nor on this server: a connector asks it, and no name server that this server asks knows it.',
    ['connector.endpoints', 'network.dns'],
    (marks) => asksOthers(marks) && whyWeb(marks) === 'name',
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
    // A connection that ended by itself tells nothing of TLS: a bare `ConnectionClosed` claims nothing.
    (marks) => noCommonTls(marks) || (web('tls', false)(marks) && !closedAlone(marks)),
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
      asksMicrosoft(marks) &&
      (['connection', 'silence'].some((why) => why === whyWeb(marks)) ||
        // Of Service Bus, which the agent listens at.
        thrown(
          'MessagingCommunicationException',
          'ServiceBusCommunicationException',
          'TimeoutException',
        )(marks) ||
        some(marks.sockets, 10_060, 10_061)),
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
