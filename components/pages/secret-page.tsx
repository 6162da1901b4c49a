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

/** A password that `.ecmarc` wants typed. It is shown as dots, handed over once and kept nowhere here. */
export function SecretPage({ request, left, width, height, onSecret, onBack }: SecretPageProps) {
  return (
    <AskText
      key={request.key}
      title={left > 1 ? `A password is wanted (1 of ${left})` : 'A password is wanted'}
      label={request.label}
      hint="It is kept in memory until this program ends, and written nowhere. Esc: later, with Enter on its row or s."
      masked
      problem={(text) => (text === '' ? 'Nothing is typed yet. Esc leaves it for later.' : undefined)}
      width={width}
      height={height}
      onText={(text) => onSecret(request.key, text)}
      onBack={onBack}
    />
  );
}
