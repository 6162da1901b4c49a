/** `--readme`: the manual, as Markdown. The build puts README here (.tools/bundle.mjs). */
export const readme = 'See README.md of the checkout.\n';
