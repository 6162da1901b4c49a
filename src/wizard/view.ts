/** What the screen knows of the wizard that writes an `.ecmarc`: plain texts, and what can be done. */

export type Mark = 'good' | 'warn' | 'bad' | 'ask' | 'quiet' | 'none';

/** What a try has shown: `√ port 389  answers: OpenLDAP  12 ms`. */
export interface Finding {
  readonly mark: Mark;
  /** A word or two; empty in lines that go on with the one above. */
  readonly label: string;
  readonly text: string;
  /** At the right edge: how long it took. */
  readonly end?: string;
  /** To be read whole and copied: a command. */
  readonly command?: true;
}

/** A question that has its answer. */
export interface AnsweredLine {
  readonly mark: Mark;
  readonly label: string;
  readonly text: string;
  /** What came of trying it. */
  readonly end: string;
}

/** Something to choose; `value` is what is given back. */
export interface Choice {
  readonly value: string;
  readonly text: string;
  readonly mark?: Mark;
  /** Columns behind it, as the question's `columns` names them. */
  readonly cells?: readonly string[];
}

export interface WizardQuestion {
  readonly key: string;
  readonly label: string;
  /** One line on what is wanted. */
  readonly hint: string;
  /**
   * `choice`: one of the choices. `text`: typed. `secret`: typed and never shown. `search`: typed letters narrow the
   * choices, and what is none of them counts as it was typed.
   */
  readonly input: 'choice' | 'text' | 'secret' | 'search';
  /** What an answer of nothing means, shown in the empty field. */
  readonly placeholder: string;
  /** The answer that was given before. */
  readonly before: string;
  readonly choices: readonly Choice[];
  /** Heads of the choices' columns: the first is that of their text. */
  readonly columns: readonly string[];
  /** Beside the field: "61 containers". */
  readonly count: string;
  /** What Enter does now. */
  readonly enter: string;
  /** What Tab does here, where it does something. */
  readonly tab?: string;
}

export interface WizardView {
  /** The file that will be written. */
  readonly file: string;
  /** It is there already, and a connector is added to it. */
  readonly adds?: true;
  readonly step: number;
  readonly steps: number;
  readonly answered: readonly AnsweredLine[];
  readonly question: WizardQuestion;
  /** What is wrong with the answer as it was typed. */
  readonly problem?: string;
  readonly findings: readonly Finding[];
  /** A try is under way: what it waits for. No key but Esc does anything. */
  readonly trying?: string;
  /** What came of it, in a sentence, and what can be done now. */
  readonly advice: string;
  readonly toCome: readonly string[];
  /** Where Esc leads: the question before, or out. */
  readonly back: string;
  /** The whole was written: the wizard is over, and this is to be said. */
  readonly done?: string;
}

/** The wizard as the screen uses it. Every call returns at once; what it did shows in the next `view()`. */
export interface WizardSession {
  view(): WizardView;
  subscribe(listener: () => void): () => void;
  /** Enter: the answer, which is tried where it can be; the same once more takes it as it is. */
  submit(text: string): void;
  /** Tab. */
  turn(): void;
  /** Esc: stops a try, else goes back one question. False: there is none before, the wizard is left. */
  back(): boolean;
  /** Puts it aside as it stands; what runs ends. It can be taken up again. */
  leave(): void;
}
