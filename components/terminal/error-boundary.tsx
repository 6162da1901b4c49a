import { Text } from 'ink';
import { Component, type ReactNode } from 'react';

interface BoundaryProps {
  readonly children: ReactNode;
  onCrash(error: unknown): void;
}

/** Catches a fault of any component below it, so that the terminal is given back in order. */
export class ErrorBoundary extends Component<BoundaryProps, { readonly crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError(): { readonly crashed: boolean } {
    return { crashed: true };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onCrash(error);
  }

  override render(): ReactNode {
    return this.state.crashed ? (
      <Text>The screen has failed. What was found is kept.</Text>
    ) : (
      this.props.children
    );
  }
}
