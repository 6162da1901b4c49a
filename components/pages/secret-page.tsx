import type { SecretUse } from '../../src/engine/probe.ts';
import { AskText } from './ask-text.tsx';

interface SecretPageProps {
  readonly request: SecretUse;
  readonly left: number;
  readonly width: number;
  readonly height: number;
  onSecret(key: string, text: string): void;
  onBack(): void;
}

const kept =
  'It is kept in memory until this program ends, and written nowhere. Esc: later, with Enter on its row or s.';

/** With how it would not have to be typed: in the console from which the doctor is started. */
function hintOf({ variable }: SecretUse): string {
  if (variable === undefined) return kept;
  return `The variable ${variable} of .ecmarc is not set here: $env:${variable} = '...' before the start sets it. ${kept}`;
}

/** A password that `.ecmarc` wants typed. It is shown as dots, handed over once and kept nowhere here. */
export function SecretPage({ request, left, width, height, onSecret, onBack }: SecretPageProps) {
  return (
    <AskText
      key={request.key}
      title={left > 1 ? `A password is wanted (1 of ${left})` : 'A password is wanted'}
      label={request.label}
      hint={hintOf(request)}
      masked
      problem={(text) => (text === '' ? 'Nothing is typed yet. Esc leaves it for later.' : undefined)}
      width={width}
      height={height}
      onText={(text) => onSecret(request.key, text)}
      onBack={onBack}
    />
  );
}
