import { Box, Text } from 'ink';

const least = { columns: 60, rows: 15 };

export function tooSmall(columns: number, rows: number): boolean {
  return columns < least.columns || rows < least.rows;
}

/** Said instead of a screen that would be broken. Checks go on meanwhile. */
export function TooSmall({ columns, rows }: { readonly columns: number; readonly rows: number }) {
  if (rows < 2 || columns < 2) return null;
  const text = `The window is ${columns} x ${rows}; ${least.columns} x ${least.rows} or more is needed. q quits.`;
  return (
    <Box width={columns - 1} height={Math.min(rows - 1, 4)} overflow="hidden">
      <Text wrap="wrap">{text}</Text>
    </Box>
  );
}
