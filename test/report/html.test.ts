import { describe, expect, it } from 'vitest';
import { writeHtml } from '../../src/report/html.ts';
import { markup } from '../../src/report/markup.ts';
import { allWell, hostile, madeUp } from './made-up.ts';

const page = writeHtml(madeUp);

/** All that the page itself may hold; anything else came out of somebody's text. */
const known = new Map<string, readonly string[]>([
  ['html', ['lang']],
  ['meta', ['charset', 'http-equiv', 'content', 'name']],
  ['a', ['href', 'rel']],
  ['th', ['scope']],
  ...[
    'head',
    'title',
    'style',
    'body',
    'header',
    'section',
    'article',
    'div',
    'h1',
    'h2',
    'h3',
    'p',
    'b',
    'strong',
    'span',
    'code',
    'pre',
    'bdi',
    'br',
    'ul',
    'ol',
    'li',
    'dl',
    'dt',
    'dd',
    'table',
    'thead',
    'tbody',
    'tr',
    'td',
  ].map((name) => [name, ['class']] as [string, string[]]),
]);

describe('the HTML page', () => {
  it('holds our own elements and attributes only, whatever the texts say', () => {
    const body = page.replace('<!DOCTYPE html>', '').replace(/<style>[^<]*<\/style>/, '');
    const tags = [...body.matchAll(/<\/?([a-z0-9]+)((?:\s+[a-z-]+="[^"]*")*)>/g)];
    expect(body.replace(/<\/?([a-z0-9]+)((?:\s+[a-z-]+="[^"]*")*)>/g, '')).not.toMatch(/[<>]/);
    for (const [tag, name = '', attributes = ''] of tags) {
      const allowed = known.get(name);
      expect(allowed, tag).toBeDefined();
      for (const [, attribute = ''] of attributes.matchAll(/\s([a-z-]+)="[^"]*"/g))
        expect(allowed, tag).toContain(attribute);
    }
    expect(tags.length).toBeGreaterThan(200);
  });

  it('needs nothing from outside and forbids it', () => {
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/\ssrc="|@import|url\(/);
    expect(page).not.toMatch(/<(script|link|img|iframe|object|form)/);
  });

  it('links to addresses of the web only', () => {
    const links = [...page.matchAll(/href="([^"]*)"/g)].map(([, address]) => address);
    expect(links.length).toBeGreaterThan(0);
    for (const address of links) expect(address).toMatch(/^https:\/\//);
  });

  it('says what is to be done, with the command whole', () => {
    expect(page).toContain('<pre>ndp48-x86-x64-allos-enu.exe /q /norestart</pre>');
    expect(page).toContain('server administrator');
  });

  it('does not speak of problems when there are none', () => {
    expect(writeHtml(allWell)).not.toContain('class="problem"');
    expect(writeHtml(allWell)).toContain('<strong>READY</strong>');
  });
});

describe('markup', () => {
  it('escapes text and keeps markup', () => {
    expect(String(markup`<a title="${'"x"'}">${markup`<b>${'<i>'}</b>`}${['&', undefined, 1]}</a>`)).toBe(
      '<a title="&quot;x&quot;"><b>&lt;i&gt;</b>&amp;1</a>',
    );
  });

  it('leaves no character of a hostile text that could end an attribute or begin an element', () => {
    expect(String(markup`${hostile}`)).not.toMatch(/[<>"']/);
  });
});
