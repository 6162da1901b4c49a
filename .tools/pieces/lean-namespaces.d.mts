export function oneNamespace(text: string): string;
export function ownExports(code: string): string;
