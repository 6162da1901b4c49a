import { authority } from '../../platform/url-host.ts';

/**
 * Commands that a person types to see or mend what a row is about. Each runs in cmd and in PowerShell alike: which
 * of both is open on the server is not known, so a cmdlet brings its PowerShell with it.
 */

/** Is the port open? Windows' own look, without the doctor. */
export function tryPort(host: string, port: number | string): string {
  return `powershell -Command "Test-NetConnection ${host} -Port ${port}"`;
}

/** Programs of this machine that accept connections on the port. */
export function listeners(port: number | string): string {
  return `powershell -Command "Get-NetTCPConnection -State Listen | Where-Object LocalPort -eq ${port}"`;
}

export function lookUpName(name: string): string {
  return `powershell -Command "Resolve-DnsName ${name}"`;
}

/** What a page answers, in the console. */
export function askPage(host: string, port: number, path: string): string {
  return `powershell -Command "Invoke-WebRequest -UseBasicParsing '${pageAddress(host, port, path)}'"`;
}

/** `path` begins with a slash. */
export function pageAddress(host: string, port: number, path: string): string {
  return `https://${port === 443 ? host : authority(host, port)}${path}`;
}

/** Takes an authority into LocalMachine\Root. `file` stands for the path of its certificate. */
export function importAuthority(file: string): string {
  return `certutil.exe -addstore Root ${file}`;
}
