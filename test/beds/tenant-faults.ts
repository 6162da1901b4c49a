import type { ServerResponse } from 'node:http';

/** How a part of the cloud fails. */
export type Fault =
  /** Asks to wait, so many times; then it works. */
  | {
      readonly kind: 'throttle';
      readonly seconds: number | string;
      readonly times: number;
      readonly status?: 429 | 503;
    }
  | { readonly kind: 'status'; readonly status: number; readonly code?: string }
  | { readonly kind: 'page'; readonly status: number }
  | { readonly kind: 'redirect' }
  /** This text with status 200. */
  | { readonly kind: 'body'; readonly body: string }
  /** More than anybody wants to read. */
  | { readonly kind: 'endless' }
  | { readonly kind: 'hang-up' }
  | { readonly kind: 'silence' };

/** Answers in that way; false where the fault is over. `times` counts from one. */
export function answerWith(fault: Fault, times: number, response: ServerResponse): boolean {
  const json = { 'content-type': 'application/json' };
  switch (fault.kind) {
    case 'throttle':
      if (times > fault.times) return false;
      response
        .writeHead(fault.status ?? 429, { ...json, 'retry-after': String(fault.seconds) })
        .end('{"error":{"code":"TooManyRequests"}}');
      return true;
    case 'status':
      response
        .writeHead(fault.status, json)
        .end(JSON.stringify({ error: { code: fault.code ?? 'UnknownError' } }));
      return true;
    case 'page':
      response.writeHead(fault.status, { 'content-type': 'text/html' }).end('<html>log in\u001b[2J</html>');
      return true;
    case 'redirect':
      response.writeHead(302, { location: 'http://portal.example/' }).end();
      return true;
    case 'body':
      response.writeHead(200, json).end(fault.body);
      return true;
    case 'endless':
      response.writeHead(200, json).end(`{"value":["${'x'.repeat(5 * 1024 * 1024)}"]}`);
      return true;
    case 'hang-up':
      response.destroy();
      return true;
    case 'silence':
      return true;
  }
}
