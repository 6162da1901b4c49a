/** One cell a character, and nothing that joins: Latin letters, lines and blocks, our glyphs. Spares a slow look. */
export const singleWidth =
  /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u2013\u2014\u2018-\u201d\u2026\u221a\u2500-\u259f■□▲►▼◄●○]*$/;
